package io.gondola.benchmarks;

import io.vavr.collection.List;
import io.vavr.control.Option;

/**
 * What is measured: the same programs in every peer. A round of {@code size} yields a value that shows whether all of
 * the work was done, {@link #expected}.
 */
enum Workload {
    PINGPONG("pingpong", "ns per round trip", 500_000, "two goroutines, two unbuffered channels"),
    UNBUFFERED("unbuffered", "ns per element", 1_000_000, "one producer, one consumer"),
    BUFFERED("buffered", "ns per element", 2_000_000, "capacity 128, one producer, one consumer"),
    BUFFERED_MPMC("buffered-mpmc", "ns per element", 2_000_000, "capacity 128, four producers, four consumers"),
    SPAWN("spawn", "ns each", 1_000_000, "trivial goroutines and a WaitGroup"),
    SKYNET("skynet", "ms", 1_000_000, "leaves of a tree with fan-out 10, sums over channels"),
    THREADRING("threadring", "ns per hop", 500_000, "a ring of 1000 goroutines over unbuffered channels"),
    SIEVE("sieve", "ms", 17_389, "the daisy chain of filters, for all primes up to the 2000th"),
    SELECT_FANIN("select-fanin", "ns per element", 500_000, "one goroutine selects over four unbuffered channels"),
    MUTEX("mutex", "ns per critical section", 2_000_000, "eight goroutines, one counter"),
    PARKED("parked", "heap bytes each", 1_000_000, "goroutines blocked on a receive"),
    SLEEPERS("sleepers", "ms until all woke", 1_000_000, "goroutines sleep one second"),
    YIELD("yield", "ns per yield", 2_000_000, "two goroutines yield in turn"),
    TCP_ECHO("tcp-echo", "ns per request", 100_000, "200 loopback connections, 64 bytes there and back"),
    TCP_ACCEPT("tcp-accept", "ns per connection", 4_000, "eight clients connect, and are closed, in turn"),
    TCP_IDLE("tcp-idle", "ns per connection", 9_000, "all idle connections first, then a byte there and back on each"),
    TCP_TRANSFER("tcp-transfer", "ms", 1 << 30, "bytes over one connection, in blocks of 32 KiB"),
    PIPE_FUSED(PipelineRow.FUSED),
    PIPE_BUFFER(PipelineRow.BUFFER),
    PIPE_ORDERED_1(PipelineRow.ORDERED_1),
    PIPE_UNORDERED_1(PipelineRow.UNORDERED_1),
    PIPE_ORDERED_100(PipelineRow.ORDERED_100),
    PIPE_UNORDERED_100(PipelineRow.UNORDERED_100),
    PIPE_MERGE(PipelineRow.MERGE),
    PIPE_BATCH(PipelineRow.BATCH),
    PIPE_FILE(PipelineRow.FILE),
    PIPE_MAPS(PipelineRow.MAPS);

    private static final int QUICK_DIVISOR = 10;

    private final String label;
    private final String unit;
    private final int size;
    private final String description;
    private final PipelineRow row; // null: another workload

    Workload(String label, String unit, int size, String description) {
        this.label = label;
        this.unit = unit;
        this.size = size;
        this.description = description;
        this.row = null;
    }

    Workload(PipelineRow row) {
        this.label = row.label();
        this.unit = "ns per element";
        this.size = row.size();
        this.description = row.description();
        this.row = row;
    }

    /** What it is of pipelines; none if it is another workload. */
    Option<PipelineRow> row() {
        return Option.of(row);
    }

    String label() {
        return label;
    }

    String unit() {
        return unit;
    }

    String description() {
        return description;
    }

    int size() {
        return size;
    }

    int quickSize() {
        return this == SIEVE ? 3_571 : size / QUICK_DIVISOR; // the 500th prime
    }

    /** What a size must be a multiple of, so that the parties' shares are equal. */
    private int step() {
        return switch (this) {
            case BUFFERED_MPMC, SELECT_FANIN, PIPE_MERGE -> 4;
            case MUTEX, TCP_ACCEPT -> 8;
            case THREADRING -> 1_000;
            case TCP_ECHO -> 200;
            case YIELD -> 2;
            default -> 1;
        };
    }

    boolean accepts(int n) {
        return n > 0 && n % step() == 0 && (this != SKYNET || isPowerOfTen(n));
    }

    /** What {@link #accepts} asks for. */
    String sizeRule() {
        return this == SKYNET ? "a power of 10" : "a multiple of " + step();
    }

    private static boolean isPowerOfTen(int n) {
        int rest = n;
        while (rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }

    /** The unit's figure of a round that took {@code nanos}. */
    double figure(double nanos, int n) {
        return unit.startsWith("ms") ? nanos / 1e6 : nanos / n;
    }

    /** Whether a sample needs a process of its own, because it is not a time. */
    boolean isMemory() {
        return this == PARKED;
    }

    /** Whether it is done with sockets of the loopback interface. */
    boolean isNetwork() {
        return switch (this) {
            case TCP_ECHO, TCP_ACCEPT, TCP_IDLE, TCP_TRANSFER -> true;
            default -> false;
        };
    }

    /** What a round of size {@code n} yields. */
    long expected(int n) {
        return switch (this) {
            case PINGPONG, UNBUFFERED, BUFFERED, BUFFERED_MPMC, SKYNET, SELECT_FANIN -> (long) n * (n - 1) / 2;
            case SPAWN, THREADRING, MUTEX, PARKED, SLEEPERS, YIELD, TCP_ECHO, TCP_ACCEPT, TCP_IDLE, TCP_TRANSFER -> n;
            case SIEVE -> sumOfPrimes(n);
            default -> row.expected(n);
        };
    }

    private static long sumOfPrimes(int limit) {
        boolean[] composite = new boolean[limit + 1];
        long sum = 0;
        for (int i = 2; i <= limit; i++) {
            if (!composite[i]) {
                sum += i;
                for (long j = (long) i * i; j <= limit; j += i) {
                    composite[(int) j] = true;
                }
            }
        }
        return sum;
    }

    /** Those that are measured unless others are named: all but pipelines and the network. */
    static List<Workload> usual() {
        return List.of(values()).filter(workload -> workload.row == null && !workload.isNetwork());
    }

    static Option<Workload> labelled(String label) {
        return List.of(values()).find(workload -> workload.label.equals(label));
    }

    static String labels() {
        return List.of(values()).map(Workload::label).mkString(", ");
    }
}
