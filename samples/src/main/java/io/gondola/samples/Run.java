package io.gondola.samples;

import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * What became of one run of a sample.
 *
 * @param lines what it printed
 * @param failure the panic or fatal error that ended it, if one did
 * @param exitCode 0, 1 if some input could not be read, or 2 after a failure
 */
public record Run(Seq<String> lines, Option<Throwable> failure, int exitCode) {}
