package io.gondola.benchmarks;

/** What one goroutine or thread has received so far; it hands the sum on by sending, or by ending. */
final class Sum {
    private long value;

    void add(long element) {
        value += element;
    }

    long value() {
        return value;
    }
}
