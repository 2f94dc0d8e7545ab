/**
 * Random programs, run by Gondola and by real Go, and compared by what they did.
 *
 * <p>Begin at {@code Main}; {@code Generator} makes a program, {@code GoSource} and {@code DslProgram} are its two
 * forms, {@code Comparison} judges. The package uses the language as users do.
 */
package io.gondola.conformance.differential;
