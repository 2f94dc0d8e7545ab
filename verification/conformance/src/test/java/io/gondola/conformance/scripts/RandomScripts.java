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
    private record Op(char letter, int weight, String numbers) {}

    private static final List<Op> TIME = List.of(
            new Op('n', 5, "td"),
            new Op('f', 5, "td4td"),
            new Op('s', 5, "t"),
            new Op('r', 5, "td"),
            new Op('k', 3, "kd"),
            new Op('K', 2, "k"),
            new Op('R', 3, "kd"),
            new Op('a', 1, "d"),
            new Op('h', 1, "d"),
            new Op('q', 6, "p"),
            new Op('l', 1, "p"),
            new Op('g', 6, "pmn3"),
            new Op('e', 1, "n3"),
            new Op('S', 1, "s"),
            new Op('z', 8, "5"));

    private static final List<Op> CONTEXT = List.of(
            new Op('c', 3, "w"),
            new Op('C', 4, "w"),
            new Op('t', 3, "wd"),
            new Op('T', 3, "wdc"),
            new Op('d', 2, "wd"),
            new Op('D', 2, "wdc"),
            new Op('v', 2, "w3"),
            new Op('V', 2, "w3"),
            new Op('o', 1, "w"),
            new Op('x', 4, "wc"),
            new Op('X', 3, "wnc"),
            new Op('a', 4, "ww2c"),
            new Op('b', 3, "9"),
            new Op('e', 6, "w"),
            new Op('u', 1, "w"),
            new Op('p', 1, "w"),
            new Op('g', 4, "wn"),
            new Op('y', 1, "wn"),
            new Op('z', 6, "5"));

    private static final List<Op> SYNC = List.of(
            new Op('A', 6, "-"),
            new Op('H', 3, "5"),
            new Op('w', 5, ""),
            new Op('G', 2, "5"),
            new Op('W', 2, ""),
            new Op('C', 4, "m"),
            new Op('s', 4, "4"),
            new Op('b', 1, ""),
            new Op('o', 2, "22"),
            new Op('v', 2, "2"),
            new Op('z', 3, "3"));

    private static final List<Op> LOCKS = List.of(
            new Op('w', 3, ""),
            new Op('r', 5, ""),
            new Op('m', 2, ""),
            new Op('W', 1, ""),
            new Op('R', 2, ""),
            new Op('M', 1, ""),
            new Op('o', 1, "2"),
            new Op('u', 10, "9"));

    private static final List<Op> SEMAPHORE = List.of(new Op('a', 8, "+44"), new Op('t', 3, "53"), new Op('z', 3, "3"));

    private static final List<Op> FLIGHT =
            List.of(new Op('d', 8, "354"), new Op('c', 4, "354"), new Op('f', 3, "3"), new Op('z', 3, "3"));

    private static final List<Op> ERRGROUP = List.of(
            new Op('L', 3, "l"),
            new Op('n', 2, ""),
            new Op('g', 6, "62e"),
            new Op('t', 4, "62e"),
            new Op('W', 3, ""),
            new Op('e', 2, ""),
            new Op('z', 4, "4"));

    private static final List<Op> RATE = List.of(
            new Op('N', 1, "r6"),
            new Op('a', 4, "4"),
            new Op('w', 6, "45"),
            new Op('s', 4, "4"),
            new Op('c', 3, "9"),
            new Op('d', 1, "9"),
            new Op('t', 3, ""),
            new Op('l', 2, "r"),
            new Op('b', 1, "6"),
            new Op('z', 4, "4"));

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

    private String script(String name, List<Op> ops, Stream<String> first) {
        functions = 0;
        int total = ops.stream().mapToInt(Op::weight).sum();
        Stream<String> more =
                Stream.generate(() -> operation(op(ops, random.nextInt(total)))).limit(4L + random.nextInt(16));
        return name + " " + Stream.concat(first, more).collect(Collectors.joining(" "));
    }

    private Op op(List<Op> ops, int n) {
        int left = n;
        for (Op k : ops) {
            left -= k.weight;
            if (left < 0) {
                boolean delayed = delayed(ops).indexOf(k.letter) >= 0;
                return delayed && ++functions > MOST_FUNCTIONS ? ops.get(ops.size() - 1) : k;
            }
        }
        throw new AssertionError();
    }

    /** The operations that take a delay of their own, of which there are not many that fit between two steps. */
    private static String delayed(List<Op> ops) {
        return ops == CONTEXT ? "aX" : ops == LOCKS || ops == RATE ? "" : "faCHgtdc";
    }

    private String operation(Op op) {
        return op.letter
                + op.numbers.chars().mapToObj(c -> ":" + number((char) c)).collect(Collectors.joining());
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
