/**
 * The command lines of samples, benchmarks and conformance: begin with {@link io.gondola.commands.Command}. It is the
 * only one that knows picocli.
 */
package io.gondola.commands;
