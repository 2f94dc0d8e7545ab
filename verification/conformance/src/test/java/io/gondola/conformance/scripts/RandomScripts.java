package io.gondola.conformance.scripts;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes scripts. */
final class RandomScripts {
    private static final int MOST_FUNCTIONS = 8;

    private final Random random;
    private int functions;

    RandomScripts(Random random) {
        this.random = random;
    }

    /** An operation: its letter, how often it is chosen, and a letter for each of its numbers, see {@link #number}. */
    private record Kind(char letter, int weight, String numbers) {}

    private static final List<Kind> TIME = List.of(
            new Kind('n', 5, "td"),
            new Kind('f', 5, "td4td"),
            new Kind('s', 5, "t"),
            new Kind('r', 5, "td"),
            new Kind('k', 3, "kd"),
            new Kind('K', 2, "k"),
            new Kind('R', 3, "kd"),
            new Kind('a', 1, "d"),
            new Kind('h', 1, "d"),
            new Kind('q', 6, "p"),
            new Kind('l', 1, "p"),
            new Kind('g', 6, "pmn3"),
            new Kind('e', 1, "n3"),
            new Kind('S', 1, "s"),
            new Kind('z', 8, "5"));

    private static final List<Kind> CONTEXT = List.of(
            new Kind('c', 3, "w"),
            new Kind('C', 4, "w"),
            new Kind('t', 3, "wd"),
            new Kind('T', 3, "wdc"),
            new Kind('d', 2, "wd"),
            new Kind('D', 2, "wdc"),
            new Kind('v', 2, "w3"),
            new Kind('V', 2, "w3"),
            new Kind('o', 1, "w"),
            new Kind('x', 4, "wc"),
            new Kind('X', 3, "wnc"),
            new Kind('a', 4, "ww2c"),
            new Kind('b', 3, "9"),
            new Kind('e', 6, "w"),
            new Kind('u', 1, "w"),
            new Kind('p', 1, "w"),
            new Kind('g', 4, "wn"),
            new Kind('y', 1, "wn"),
            new Kind('z', 6, "5"));

    private static final List<Kind> SYNC = List.of(
            new Kind('A', 6, "-"),
            new Kind('H', 3, "5"),
            new Kind('w', 5, ""),
            new Kind('G', 2, "5"),
            new Kind('W', 2, ""),
            new Kind('C', 4, "m"),
            new Kind('s', 4, "4"),
            new Kind('b', 1, ""),
            new Kind('o', 2, "22"),
            new Kind('v', 2, "2"),
            new Kind('z', 3, "3"));

    private static final List<Kind> LOCKS = List.of(
            new Kind('w', 3, ""),
            new Kind('r', 5, ""),
            new Kind('m', 2, ""),
            new Kind('W', 1, ""),
            new Kind('R', 2, ""),
            new Kind('M', 1, ""),
            new Kind('o', 1, "2"),
            new Kind('u', 10, "9"));

    private static final List<Kind> SEMAPHORE =
            List.of(new Kind('a', 8, "+44"), new Kind('t', 3, "53"), new Kind('z', 3, "3"));

    private static final List<Kind> FLIGHT =
            List.of(new Kind('d', 8, "354"), new Kind('c', 4, "354"), new Kind('f', 3, "3"), new Kind('z', 3, "3"));

    private static final List<Kind> ERRGROUP = List.of(
            new Kind('L', 3, "l"),
            new Kind('n', 2, ""),
            new Kind('g', 6, "62e"),
            new Kind('t', 4, "62e"),
            new Kind('W', 3, ""),
            new Kind('e', 2, ""),
            new Kind('z', 4, "4"));

    private static final List<Kind> RATE = List.of(
            new Kind('N', 1, "r6"),
            new Kind('a', 4, "4"),
            new Kind('w', 6, "45"),
            new Kind('s', 4, "4"),
            new Kind('c', 3, "9"),
            new Kind('d', 1, "9"),
            new Kind('t', 3, ""),
            new Kind('l', 2, "r"),
            new Kind('b', 1, "6"),
            new Kind('z', 4, "4"));

    String semaphore() {
        return script("semaphore", SEMAPHORE, Stream.empty());
    }

    String flight() {
        return script("flight", FLIGHT, Stream.empty());
    }

    String errgroup() {
        return script("errgroup", ERRGROUP, Stream.of(operation(ERRGROUP.get(random.nextInt(2)))));
    }

    String rate() {
        return script("rate", RATE, Stream.of(operation(RATE.get(0))));
    }

    String sync() {
        return script("sync", SYNC, Stream.of(operation(SYNC.get(0)), operation(SYNC.get(2))));
    }

    String locks() {
        return script("locks", LOCKS, Stream.of(operation(LOCKS.get(0)), operation(LOCKS.get(1))));
    }

    String time() {
        return script("time", TIME, Stream.of(operation(TIME.get(random.nextInt(2))), operation(TIME.get(4))));
    }

    String context() {
        return script("context", CONTEXT, Stream.of(operation(CONTEXT.get(1)), operation(CONTEXT.get(2))));
    }

    private String script(String name, List<Kind> kinds, Stream<String> first) {
        functions = 0;
        int total = kinds.stream().mapToInt(Kind::weight).sum();
        Stream<String> more = Stream.generate(() -> operation(kind(kinds, random.nextInt(total))))
                .limit(4L + random.nextInt(16));
        return name + " " + Stream.concat(first, more).collect(Collectors.joining(" "));
    }

    private Kind kind(List<Kind> kinds, int n) {
        int left = n;
        for (Kind k : kinds) {
            left -= k.weight;
            if (left < 0) {
                boolean delayed = delayed(kinds).indexOf(k.letter) >= 0;
                return delayed && ++functions > MOST_FUNCTIONS ? kinds.get(kinds.size() - 1) : k;
            }
        }
        throw new AssertionError();
    }

    /** The operations that take a delay of their own, of which there are not many that fit between two steps. */
    private static String delayed(List<Kind> kinds) {
        return kinds == CONTEXT ? "aX" : kinds == LOCKS || kinds == RATE ? "" : "faCHgtdc";
    }

    private String operation(Kind kind) {
        return kind.letter
                + kind.numbers.chars().mapToObj(c -> ":" + number((char) c)).collect(Collectors.joining());
    }

    /**
     * A number: of a timer (t), a ticker (k), any of these (p), a context (w), a cause (c), a rate (r), a limit (l), an
     * error (e); a duration, also one that is not positive (d), a positive one (n), one that is not (s); how many (m,
     * +, and - if it may be below zero). A digit stands for what is less than that.
     */
    private int number(char c) {
        return switch (c) {
            case 't' -> random.nextInt(3);
            case 'k' -> 3 + random.nextInt(2);
            case 'p' -> random.nextInt(6);
            case 'w' -> Math.min(random.nextInt(6), random.nextInt(6));
            case 'c' -> random.nextInt(9);
            case 'd' -> duration();
            case 'n' -> 1 + random.nextInt(8);
            case 'm' -> 1 + random.nextInt(4);
            case '+' -> 1 + random.nextInt(5);
            case 'r' -> 1 + random.nextInt(6);
            case 'l' -> random.nextInt(5) - 1;
            case 'e' -> Math.max(0, random.nextInt(9) - 5);
            case '-' -> random.nextInt(6) - 2;
            case 's' -> -random.nextInt(2);
            default -> random.nextInt(c - '0');
        };
    }

    private int duration() {
        return switch (random.nextInt(20)) {
            case 0 -> -1;
            case 1 -> 0;
            case 2 -> random.nextBoolean() ? 99 : -99;
            default -> 1 + random.nextInt(6);
        };
    }
}
