import { describe, expect, it } from 'vitest';

import { type RateClass, rateClassOf, rateClassText } from './rateClass.ts';

const plain: RateClass = {
  provider: 'p',
  model: 'm',
  serviceTier: '',
  speed: '',
  residency: '',
  promptBand: 0,
  timeBand: 1,
  grain: 'session',
  quality: 'final',
  basis: 'list-price',
};

describe('rateClassText', () => {
  // Texts name the classes of databases that are there: they must never change.
  it.each<[RateClass, string]>([
    [plain, '["p","m","","","",0,1,"session","final","list-price"]'],
    [{ ...plain, promptFrom: 5 }, '["p","m","","","",0,1,"session","final","list-price",5,null]'],
    [{ ...plain, promptBelow: 9 }, '["p","m","","","",0,1,"session","final","list-price",0,9]'],
    [{ ...plain, sumPrice: 'assumed' }, '["p","m","","","",0,1,"session","final","list-price",0,null,"assumed"]'],
    [
      { ...plain, promptFrom: 5, promptBelow: 9, sumPrice: 'recorded' },
      '["p","m","","","",0,1,"session","final","list-price",5,9,"recorded"]',
    ],
  ])('%j', (rateClass, text) => {
    expect(rateClassText(rateClass)).toBe(text);
    expect(rateClassOf(text)).toEqual(rateClass);
  });
});
