/** The most calls, tool calls or prompts that one record can stand for, 2³¹ − 1: sums of a session stay exact over millions of records. */
export const MAX_COUNT = 2 ** 31 - 1;
