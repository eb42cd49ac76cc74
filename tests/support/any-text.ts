/** Text as hostile as strings can be: any UTF-16 units, half characters included. For property tests. */
import fc from 'fast-check';

/** Cheaper than fast-check's own full range, which takes seconds to prepare on a busy machine. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 200 })
  .map((units) => String.fromCharCode(...units));
