package io.gondola.testkit.run;

import io.gondola.dsl.engine.OpKind;
import io.gondola.testkit.Clock;
import io.gondola.testkit.NetFault;
import io.gondola.testkit.run.Deviations.Deviation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A schedule as one line: {@code GS1-}, or {@code GS2-} if it takes liberties or holds a decision that version 1 does
 * not know, or {@code GS3-} if the run was cut, steps of plain Java code were steps of their own, or the network could
 * fail; and, in base 32, the program, the clock and the liberties, the decisions that differ from the default, the
 * digest of the run, and a checksum.
 *
 * @param program hash of the program's name
 * @param liberties those that the run could take, used or not: each makes decisions, which count
 * @param jitterSeed for the jittering clock, else 0
 * @param steps of the run that it was made from, or {@link #ANY_LENGTH}
 * @param cutAfter after how many steps that run was cut, and went on fairly; 0 if it was not cut
 * @param javaSteps whether steps of plain Java code were steps of their own
 * @param netFaults what could go wrong in the network, did it or not: each makes decisions, which count
 * @param digest of that run
 */
@SuppressWarnings("EnumOrdinal") // the orders of codes, clocks, faults and kinds of operations belong to the format
public record Token(
        int program,
        Clock clock,
        Liberties liberties,
        long jitterSeed,
        List<Deviation> deviations,
        int steps,
        int cutAfter,
        boolean javaSteps,
        Set<NetFault> netFaults,
        int digest) {
    private static final String PREFIX = "GS1-";
    private static final String PREFIX_2 = "GS2-";
    private static final String PREFIX_3 = "GS3-";
    private static final Pattern LATER = Pattern.compile("GS\\d+-");
    private static final Code LAST_CODE_OF_1 = Code.TRY;
    private static final int CODE_BITS = 3;
    private static final int CODE_BITS_2 = 4;
    private static final int CLOCK_BITS = 4;
    private static final int TRY_LOCK = 1;
    private static final int LOOSE = 2;
    private static final int SPURIOUS = 4;
    private static final int JAVA_STEPS = 1;
    private static final int NETWORK = 2;
    private static final int MAX_LIBERTIES = TRY_LOCK | LOOSE | SPURIOUS;
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's: no I, L, O, U
    private static final int MIN_BYTES = 12;

    /** In place of the number of steps: the decisions are the beginning of a run, which goes on by default. */
    public static final int ANY_LENGTH = 0;

    /**
     * Of a run that was not cut, in which plain Java code was part of the steps before, and the network did not fail.
     */
    public Token(
            int program,
            Clock clock,
            Liberties liberties,
            long jitterSeed,
            List<Deviation> deviations,
            int steps,
            int digest) {
        this(program, clock, liberties, jitterSeed, deviations, steps, 0, false, Set.of(), digest);
    }

    @Override
    public String toString() {
        boolean isSecond = !liberties.equals(Liberties.NONE)
                || deviations.stream().anyMatch(d -> d.code().compareTo(LAST_CODE_OF_1) > 0);
        boolean isThird = cutAfter != 0 || javaSteps || !netFaults.isEmpty();
        int codeBits = isSecond || isThird ? CODE_BITS_2 : CODE_BITS;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fixed(out, program, 4);
        out.write(clock.ordinal() | bits(liberties) << CLOCK_BITS);
        if (clock == Clock.JITTER) {
            fixed(out, jitterSeed, 4);
        }
        varint(out, steps);
        if (isThird) {
            out.write((javaSteps ? JAVA_STEPS : 0) | (netFaults.isEmpty() ? 0 : NETWORK));
            varint(out, cutAfter);
            if (!netFaults.isEmpty()) {
                varint(out, faultBits(netFaults));
            }
        }
        fixed(out, digest, 4);
        varint(out, deviations.size());
        int last = -1;
        for (Deviation d : deviations) {
            varint(out, d.at() - last - 1);
            last = d.at();
            varint(out, (long) d.answer() << codeBits | d.code().ordinal());
            varint(out, d.arity());
            if (d.code() == Code.GO) {
                lineage(out, d.who());
                out.write(Objects.requireNonNull(d.what(), "operation").ordinal());
            }
        }
        byte[] body = out.toByteArray();
        fixed(out, crc(body, body.length), 2);
        return (isThird ? PREFIX_3 : isSecond ? PREFIX_2 : PREFIX) + base32(out.toByteArray());
    }

    private static int bits(Liberties l) {
        return (l.tryLockMayFail() ? TRY_LOCK : 0) | (l.loose() ? LOOSE : 0) | (l.spuriousWakeups() ? SPURIOUS : 0);
    }

    private static long faultBits(Set<NetFault> faults) {
        long bits = 0;
        for (NetFault fault : faults) {
            bits |= 1L << fault.ordinal();
        }
        return bits;
    }

    private static void fixed(ByteArrayOutputStream out, long value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (value >>> (8 * i)));
        }
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long v = value;
        while (v >= 0x80) {
            out.write((int) ((v & 0x7F) | 0x80));
            v >>>= 7;
        }
        out.write((int) v);
    }

    private static void lineage(ByteArrayOutputStream out, Lineage lineage) {
        Deque<Integer> path = new ArrayDeque<>();
        Lineage l = lineage;
        for (Lineage parent = l.parent(); parent != null; parent = l.parent()) {
            path.push(l.ordinal());
            l = parent;
        }
        varint(out, path.size());
        path.forEach(n -> varint(out, n));
    }

    /** CRC-16/CCITT. */
    private static int crc(byte[] bytes, int length) {
        int crc = 0xFFFF;
        for (int i = 0; i < length; i++) {
            crc ^= (bytes[i] & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }
        }
        return crc & 0xFFFF;
    }

    private static String base32(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        int bits = 0;
        int n = 0;
        for (byte b : bytes) {
            bits = bits << 8 | (b & 0xFF);
            n += 8;
            while (n >= 5) {
                out.append(DIGITS.charAt(bits >>> (n - 5) & 31));
                n -= 5;
            }
            bits &= (1 << n) - 1;
        }
        if (n > 0) {
            out.append(DIGITS.charAt(bits << (5 - n) & 31));
        }
        return out.toString();
    }

    /**
     * Reads a token.
     *
     * @throws IllegalArgumentException if it is no token: says what is wrong with it
     */
    public static Token parse(String text) {
        String t = text.trim().toUpperCase(Locale.ROOT);
        if (!t.startsWith(PREFIX) && !t.startsWith(PREFIX_2) && !t.startsWith(PREFIX_3)) {
            if (LATER.matcher(t).lookingAt()) {
                throw new IllegalArgumentException(
                        "not a valid token: it is of a version of Gondola that this one does not know: token=" + text);
            }
            throw bad(text, "a token begins with " + PREFIX + " or " + PREFIX_2 + ", or " + PREFIX_3);
        }
        byte[] bytes = bytes(text, t.substring(PREFIX.length()));
        if (bytes.length < MIN_BYTES) {
            throw bad(text, "it is truncated");
        }
        int sum = (bytes[bytes.length - 2] & 0xFF) << 8 | (bytes[bytes.length - 1] & 0xFF);
        if (crc(bytes, bytes.length - 2) != sum) {
            throw bad(text, "its checksum does not match: it is truncated or mistyped");
        }
        try {
            return new Reader(
                            bytes,
                            bytes.length - 2,
                            t.startsWith(PREFIX) ? CODE_BITS : CODE_BITS_2,
                            t.startsWith(PREFIX_3))
                    .token();
        } catch (UnknownValue e) {
            throw new IllegalArgumentException("not a valid token: " + e.getMessage() + ": token=" + text);
        } catch (ArrayIndexOutOfBoundsException | ArithmeticException e) {
            throw bad(text, "it is malformed");
        }
    }

    private static byte[] bytes(String text, String digits) {
        byte[] bytes = new byte[digits.length() * 5 / 8];
        int bits = 0;
        int n = 0;
        int at = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = DIGITS.indexOf(digits.charAt(i));
            if (digit < 0) {
                throw bad(text, "it must not contain '" + digits.charAt(i) + "'");
            }
            bits = bits << 5 | digit;
            n += 5;
            if (n >= 8) {
                bytes[at++] = (byte) (bits >>> (n - 8));
                n -= 8;
                bits &= (1 << n) - 1;
            }
        }
        return bytes;
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException(
                "not a valid token: " + why + "; copy the whole token again: token=" + text);
    }

    /** A number of the token stands for nothing that this version of Gondola knows. */
    private static final class UnknownValue extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownValue(String message) {
            super(message);
        }
    }

    private static final class Reader {
        private final byte[] bytes;
        private final int end;
        private final int codeBits;
        private final boolean isThird;
        private int at;

        Reader(byte[] bytes, int end, int codeBits, boolean isThird) {
            this.bytes = bytes;
            this.end = end;
            this.codeBits = codeBits;
            this.isThird = isThird;
        }

        Token token() {
            int program = (int) fixed(4);
            long first = fixed(1);
            int clockBits = codeBits == CODE_BITS ? Byte.SIZE : CLOCK_BITS;
            Clock clock = known(Clock.values(), first & (1 << clockBits) - 1, "clock");
            Liberties liberties = liberties(first >>> clockBits);
            long jitterSeed = clock == Clock.JITTER ? fixed(4) : 0;
            int steps = count("number of steps");
            long flags = isThird ? fixed(1) : 0;
            if (flags > (JAVA_STEPS | NETWORK)) {
                throw new UnknownValue("it has a property that this version of Gondola does not know: " + flags);
            }
            int cutAfter = isThird ? count("number of steps after which it was cut") : 0;
            Set<NetFault> netFaults = (flags & NETWORK) != 0 ? netFaults(varint()) : Set.of();
            int digest = (int) fixed(4);
            int n = count("number of decisions");
            List<Deviation> deviations = new ArrayList<>();
            int last = -1;
            for (int i = 0; i < n; i++) {
                int decision = Math.addExact(last + 1, count("number of a decision"));
                last = decision;
                long answerAndCode = varint();
                Code code = code(answerAndCode & (1 << codeBits) - 1);
                long answer = answerAndCode >>> codeBits;
                int arity = count("number of answers");
                Lineage who = code == Code.GO ? lineage() : Lineage.root();
                OpKind what = code == Code.GO ? known(OpKind.values(), fixed(1), "kind of operation") : null;
                if (answer < 0 || answer >= arity) {
                    throw new UnknownValue("it has answer " + answer + " to a decision among " + arity);
                }
                deviations.add(new Deviation(decision, code, (int) answer, arity, who, what));
                liberties = liberties.with(code);
            }
            boolean javaSteps = (flags & JAVA_STEPS) != 0;
            return new Token(
                    program, clock, liberties, jitterSeed, deviations, steps, cutAfter, javaSteps, netFaults, digest);
        }

        private int count(String what) {
            long n = varint();
            if (n < 0 || n > Integer.MAX_VALUE) {
                throw new UnknownValue("it has a " + what + " that is out of range: " + n);
            }
            return (int) n;
        }

        private static Liberties liberties(long bits) {
            if (bits > MAX_LIBERTIES) {
                throw new UnknownValue("it has a liberty that this version of Gondola does not know: " + bits);
            }
            return new Liberties((bits & TRY_LOCK) != 0, (bits & LOOSE) != 0, (bits & SPURIOUS) != 0);
        }

        private static Set<NetFault> netFaults(long bits) {
            if (bits <= 0 || bits >>> NetFault.values().length != 0) {
                throw new UnknownValue(
                        "it has a fault of the network that this version of Gondola does not know: " + bits);
            }
            return Stream.of(NetFault.values())
                    .filter(fault -> (bits & 1L << fault.ordinal()) != 0)
                    .collect(Collectors.toUnmodifiableSet());
        }

        private Code code(long number) {
            Code code = known(Code.values(), number, "kind of decision");
            if (codeBits == CODE_BITS && code.compareTo(LAST_CODE_OF_1) > 0) {
                throw new UnknownValue("it has a kind of decision that version 1 does not know: " + number);
            }
            return code;
        }

        private static <E> E known(E[] all, long number, String what) {
            if (number >= all.length) {
                throw new UnknownValue("it has a " + what + " that this version of Gondola does not know: " + number);
            }
            return all[(int) number];
        }

        private long fixed(int n) {
            long value = 0;
            for (int i = 0; i < n; i++) {
                value = value << 8 | next();
            }
            return value;
        }

        private long varint() {
            long value = 0;
            int shift = 0;
            int b = next();
            while ((b & 0x80) != 0) {
                value |= (long) (b & 0x7F) << shift;
                shift += 7;
                b = next();
            }
            return value | (long) b << shift;
        }

        private Lineage lineage() {
            Lineage lineage = Lineage.root();
            for (int n = count("depth"); n > 0; n--) {
                lineage = lineage.child(count("number of a goroutine"));
            }
            return lineage;
        }

        private int next() {
            if (at == end) {
                throw new ArrayIndexOutOfBoundsException(at);
            }
            return bytes[at++] & 0xFF;
        }
    }
}
