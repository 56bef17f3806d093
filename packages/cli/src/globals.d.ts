/** Version of the package, put in by the bundler. */
declare const USAGEKIT_VERSION: string;

declare module '*.css' {
  /** Text of the style sheet, put in by the bundler of the command line; the dashboard's bundler makes a file of it. */
  const text: string;
  export default text;
}
