package io.gondola.scheduler.deterministic;

/**
 * A random number generator whose numbers are the same on every JDK.
 *
 * <p>SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
 */
public final class SplitMix64 {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    public SplitMix64(long seed) {
        this.state = seed;
    }

    /** Mixes the bits of {@code z}: a bijection in which each bit of the result depends on all of the argument. */
    public static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    public void seed(long seed) {
        state = seed;
    }

    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /** From 0 to {@code bound - 1}. */
    public int next(int bound) {
        return bound == 1 ? 0 : (int) (((nextLong() >>> 33) * bound) >>> 31);
    }

    /** From 0 to 1, exclusively. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }
}
