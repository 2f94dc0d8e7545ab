/**
 * The command that lists, runs and checks the samples.
 *
 * <p>Begin at {@code Main} and {@code Catalog}. The samples, in the packages below, use the language as users do.
 */
package io.gondola.samples;
