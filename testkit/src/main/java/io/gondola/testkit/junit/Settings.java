package io.gondola.testkit.junit;

import io.gondola.testkit.Clock;
import io.gondola.testkit.Expect;
import io.gondola.testkit.GoTest;
import io.gondola.testkit.NetFault;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.run.Liberties;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * How to explore one test: what the properties say, or else its annotation.
 *
 * @param budget none if it takes the time that it takes
 * @param replay empty if there is none
 */
record Settings(
        int schedules,
        long seed,
        Strategy strategy,
        Clock clock,
        Expect expect,
        String replay,
        Option<Duration> budget,
        int maxSteps,
        int threads,
        List<String> allowLeak,
        boolean tryLockMayFail,
        boolean loose,
        boolean spuriousWakeups,
        boolean allowLost,
        boolean javaSteps,
        Set<NetFault> netFaults) {
    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h)");

    static Settings of(TestMethod test, ConfigurationParameters configuration) {
        GoTest t = test.annotation();
        Properties properties = new Properties(configuration);
        long seed = properties.get("go.seed", t.seed(), "a number", Long::decode);
        return new Settings(
                positive("schedules", properties.get("go.schedules", t.schedules(), "a number", Integer::decode)),
                seed != 0 ? seed : hash(test.id()),
                properties.get("go.strategy", t.strategy(), oneOf(Strategy.values()), s -> Strategy.valueOf(upper(s))),
                properties.get("go.clock", t.clock(), oneOf(Clock.values()), s -> Clock.valueOf(upper(s))),
                t.expect(),
                properties.get("go.replay", t.replay(), "a token", s -> s),
                properties.get("go.budget", duration(t.budget()), "such as 500ms, 2s or 1m", Settings::duration),
                notNegative("maxSteps", properties.get("go.maxSteps", t.maxSteps(), "a number", Integer::decode)),
                positive("threads", properties.get("go.threads", t.threads(), "a number", Integer::decode)),
                List.of(t.allowLeak()),
                properties.get("go.tryLockMayFail", t.tryLockMayFail(), "true or false", Settings::trueOrFalse),
                properties.get("go.loose", t.loose(), "true or false", Settings::trueOrFalse),
                properties.get("go.spuriousWakeups", t.spuriousWakeups(), "true or false", Settings::trueOrFalse),
                properties.get("go.allowLost", t.allowLost(), "true or false", Settings::trueOrFalse),
                properties.get("go.javaSteps", t.javaSteps(), "true or false", Settings::trueOrFalse),
                Set.copyOf(List.of(t.netFaults())));
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    /** Unlike {@link Boolean#parseBoolean}, nothing else stands for false. */
    private static boolean trueOrFalse(String text) {
        return switch (upper(text)) {
            case "TRUE" -> true;
            case "FALSE" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    Liberties liberties() {
        return new Liberties(tryLockMayFail, loose, spuriousWakeups);
    }

    private static String oneOf(Object[] values) {
        return "one of " + Arrays.toString(values);
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return value;
    }

    private static int notNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
        return value;
    }

    private static Option<Duration> duration(String text) {
        if (text.isBlank()) {
            return Option.none();
        }
        Matcher m = DURATION.matcher(text.trim());
        if (!m.matches()) {
            throw new IllegalArgumentException("budget must be such as 500ms, 2s or 1m: " + text);
        }
        long n = Long.parseLong(m.group(1));
        return Option.some(
                switch (m.group(2)) {
                    case "ms" -> Duration.ofMillis(n);
                    case "s" -> Duration.ofSeconds(n);
                    case "m" -> Duration.ofMinutes(n);
                    default -> Duration.ofHours(n);
                });
    }

    /** The same on every JVM. Never 0. */
    private static long hash(String text) {
        long h = 0xcbf29ce484222325L; // FNV-1a
        for (int i = 0; i < text.length(); i++) {
            h = (h ^ text.charAt(i)) * 0x100000001b3L;
        }
        return h == 0 ? 1 : h;
    }

    private record Properties(ConfigurationParameters configuration) {
        <T> T get(String name, T otherwise, String rule, Function<String, T> parse) {
            String text = configuration.get(name).map(String::trim).orElse("");
            if (text.isEmpty()) {
                return otherwise;
            }
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("-D" + name + " must be " + rule + ": " + text, e);
            }
        }
    }
}
