/** Nominal types: a number that carries its unit in the type, at no cost at run time. */

declare const brand: unique symbol;

/** `T` that is only accepted where the same `Name` is asked for. Made by a cast, in `core/units` and codecs only. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
