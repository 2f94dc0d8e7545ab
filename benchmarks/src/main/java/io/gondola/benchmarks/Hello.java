package io.gondola.benchmarks;

import io.gondola.dsl.Go;

/** A first program. */
final class Hello {
    private Hello() {}

    public static void main(String[] args) {
        Go.main(Go.println("hello"));
    }
}
