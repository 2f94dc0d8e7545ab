/**
 * The command lines of samples, benchmarks and conformance: begin with {@link io.gondola.commands.Command}. It is the
 * only one that knows picocli.
 */
@NullMarked
package io.gondola.commands;

import org.jspecify.annotations.NullMarked;
