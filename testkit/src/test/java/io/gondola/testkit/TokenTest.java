package io.gondola.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.engine.OpKind;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Deviations.Deviation;
import io.gondola.testkit.run.Liberties;
import io.gondola.testkit.run.Lineage;
import io.gondola.testkit.run.Token;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final String RADIX_32 = "0123456789abcdefghijklmnopqrstuv";
    private static final int CLOCK_AT = 4;
    private static final int FAULTS_AT = 8; // program, clock, steps, flags, cut
    private static final int CODE_AT = 12;
    private static final int ARITY_AT = 13;
    private static final int KIND_AT = 15;

    private static Token token(Code code) {
        return token(code, Liberties.NONE.with(code));
    }

    private static Token token(Code code, Liberties liberties) {
        OpKind what = code == Code.GO ? OpKind.SEND : null;
        return new Token(
                7, Clock.IDLE, liberties, 0, List.of(new Deviation(3, code, 1, 2, Lineage.root(), what)), 9, 0x1234);
    }

    /** {@code token} with {@code value} in place of the byte at {@code at}, and the checksum made good. */
    private static String with(Token token, int at, int value) {
        String text = token.toString();
        StringBuilder digits = new StringBuilder();
        text.substring(4).chars().forEach(c -> digits.append(RADIX_32.charAt(CROCKFORD.indexOf(c))));
        int length = digits.length() * 5 / 8;
        BigInteger bits = new BigInteger(digits.toString(), 32).shiftRight(digits.length() * 5 - length * 8);
        byte[] bytes = new byte[length];
        for (int i = length - 1; i >= 0; i--, bits = bits.shiftRight(8)) {
            bytes[i] = bits.byteValue();
        }
        bytes[at] = (byte) value;
        int crc = 0xFFFF;
        for (int i = 0; i < length - 2; i++) {
            crc ^= (bytes[i] & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc << 1 ^ ((crc & 0x8000) != 0 ? 0x1021 : 0)) & 0xFFFF;
            }
        }
        bytes[length - 2] = (byte) (crc >>> 8);
        bytes[length - 1] = (byte) crc;
        String base32 = new BigInteger(1, bytes)
                .shiftLeft(digits.length() * 5 - length * 8)
                .toString(32);
        StringBuilder changed = new StringBuilder(text.substring(0, 4));
        changed.append("0".repeat(digits.length() - base32.length()));
        base32.chars().forEach(c -> changed.append(CROCKFORD.charAt(RADIX_32.indexOf(c))));
        return changed.toString();
    }

    @Test
    void allKindsOfDecisionsAreReadAsTheyWereWritten() {
        for (Code code : Code.values()) {
            assertThat(Token.parse(token(code).toString())).isEqualTo(token(code));
        }
    }

    @Test
    void onlyDecisionsThatVersion1DoesNotKnowAndLibertiesMakeAVersion2() {
        assertThat(token(Code.GO).toString()).startsWith("GS1-");
        assertThat(token(Code.TRY, Liberties.NONE).toString()).startsWith("GS1-");
        assertThat(token(Code.WAKE, Liberties.NONE).toString()).startsWith("GS2-");
        assertThat(token(Code.SPURIOUS).toString()).startsWith("GS2-");
    }

    @Test
    void libertiesAreReadAsTheyWereWrittenWhetherTheyWereTakenOrNot() {
        for (int bits = 0; bits < 8; bits++) {
            Liberties liberties = new Liberties((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
            Token token = token(Code.GO, liberties);

            assertThat(Token.parse(token.toString())).isEqualTo(token);
            assertThat(token.toString()).startsWith(bits == 0 ? "GS1-" : "GS2-");
        }
    }

    /** A token made before tokens said so: it must have had the liberty that it takes. */
    @Test
    void aDecisionImpliesTheLibertyThatItTakes() {
        for (Code code : Code.values()) {
            assertThat(Token.parse(token(code, Liberties.NONE).toString())).isEqualTo(token(code));
        }
    }

    @Test
    void tokensOfVersion1AreReadAsEver() {
        String old = "GS1-QYTMHA800YM4CRGR0C00G0G1009G020200202202040H6DBK";

        assertThat(Token.parse(old).deviations()).hasSize(3);
        assertThat(Token.parse(old)).hasToString(old);
    }

    @Test
    void numbersThatStandForNothingAreNamed() {
        assertThatThrownBy(() -> Token.parse(with(token(Code.GO), CLOCK_AT, 9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "not a valid token: it has a clock that this version of Gondola does not know: 9: token=GS1-");
        assertThatThrownBy(() -> Token.parse(with(token(Code.GO), KIND_AT, 200)))
                .hasMessageContaining("it has a kind of operation that this version of Gondola does not know: 200: ");
        assertThatThrownBy(() -> Token.parse(with(token(Code.WAKE), CLOCK_AT, 9 << 4)))
                .hasMessageContaining("it has a liberty that this version of Gondola does not know: 9: ");
        assertThatThrownBy(() -> Token.parse(with(token(Code.TRY, Liberties.NONE), CODE_AT, 1 << 3 | 7)))
                .hasMessageContaining("it has a kind of decision that version 1 does not know: 7: ");
        assertThatThrownBy(() -> Token.parse(with(token(Code.WAKE), CODE_AT, 1 << 4 | 15)))
                .hasMessageContaining("it has a kind of decision that this version of Gondola does not know: 15: ");
        assertThatThrownBy(() -> Token.parse(with(token(Code.GO), ARITY_AT, 1)))
                .hasMessageContaining("it has answer 1 to a decision among 1: ");
    }

    @Test
    void theFaultsOfTheNetworkAreKept() {
        for (NetFault fault : NetFault.values()) {
            Token token = withFaults(Set.of(fault));

            assertThat(token.toString()).startsWith("GS3-");
            assertThat(Token.parse(token.toString())).isEqualTo(token);
        }
        Token all = withFaults(Set.of(NetFault.values()));
        assertThat(Token.parse(all.toString())).isEqualTo(all);
    }

    /** Tokens hold numbers of clocks and faults: one that is moved changes what kept tokens mean. */
    @Test
    void eachClockAndEachFaultKeepsItsPlace() {
        assertThat(Clock.values()).startsWith(Clock.IDLE, Clock.JITTER, Clock.ADVERSARIAL);
        assertThat(Stream.of(NetFault.values()).map(Enum::name))
                .startsWith(
                        "LATENCY",
                        "RESET",
                        "HALF_OPEN",
                        "SPLIT",
                        "SLOW_READER",
                        "REFUSED",
                        "PARTITION",
                        "CRASH",
                        "UDP_LOSS",
                        "UDP_DUPLICATION",
                        "UDP_REORDERING");
    }

    @Test
    void anUnknownFaultOfTheNetworkIsToldAsSuch() {
        Token token = withFaults(Set.of(NetFault.LATENCY));

        assertThatThrownBy(() -> Token.parse(with(token, FAULTS_AT, 0)))
                .hasMessageContaining("it has a fault of the network that this version of Gondola does not know: 0");
    }

    private static Token withFaults(Set<NetFault> faults) {
        return new Token(7, Clock.IDLE, Liberties.NONE, 0, List.of(), 9, 0, false, faults, 0x1234);
    }
}
