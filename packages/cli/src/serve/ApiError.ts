/**
 * A request to the JSON API that cannot be answered, with its HTTP status; its message is for the caller.
 *
 * @example
 * new ApiError(400, 'invalid_argument', "'range' is empty").status // => 400
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}
