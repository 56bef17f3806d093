/**
 * `validFrom` of the first price of a model. Nobody can be billed before a model is for sale, so its first price holds from always; when it became
 * public is `knownFrom`.
 */
export const BEGINNING = '2020-01-01';
