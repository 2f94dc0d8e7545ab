package io.gondola.samples;

import io.gondola.dsl.GoRuntime;
import io.vavr.collection.Seq;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What a sample may use besides its own code.
 *
 * @param runtime the runtime that will run the sample, for stories about its counters
 * @param arguments what follows the sample's name on the command line
 * @param input the folder for samples that read real input and were given none
 * @param errors where messages about bad input go
 */
public record Stage(GoRuntime runtime, Seq<String> arguments, Path input, PrintStream errors) {}
