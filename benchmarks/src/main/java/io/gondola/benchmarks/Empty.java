package io.gondola.benchmarks;

/** A program that does nothing: what a JVM alone costs. Sleeps if it is told for how many seconds. */
final class Empty {
    private Empty() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0) {
            IdleProbe.printCpuTime(Integer.parseInt(args[0]));
        }
    }
}
