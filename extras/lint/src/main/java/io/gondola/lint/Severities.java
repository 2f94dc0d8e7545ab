package io.gondola.lint;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import javax.tools.Diagnostic.Kind;

/** How severe each finding is: what the arguments of the plugin say, else the default. */
final class Severities {
    /** What the arguments say. */
    private final Map<Finding, Kind> kinds = new EnumMap<>(Finding.class);

    private Severities() {}

    static Severities of(String... args) {
        Severities severities = new Severities();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String key = equals < 0 ? arg : arg.substring(0, equals);
            severities.kinds.put(finding(key), kind(arg, equals < 0 ? "" : arg.substring(equals + 1)));
        }
        return severities;
    }

    private static Finding finding(String key) {
        for (Finding finding : Finding.values()) {
            if (finding.key().equals(key)) {
                return finding;
            }
        }
        throw new IllegalArgumentException("unknown finding: " + key + "; it is one of "
                + Arrays.stream(Finding.values()).map(Finding::key).toList());
    }

    private static Kind kind(String arg, String severity) {
        return switch (severity) {
            case "error" -> Kind.ERROR;
            case "warning" -> Kind.WARNING;
            case "off" -> Kind.OTHER;
            default -> throw new IllegalArgumentException("severity must be error, warning or off: " + arg);
        };
    }

    boolean off(Finding finding) {
        return kind(finding) == Kind.OTHER;
    }

    Kind kind(Finding finding) {
        return kinds.getOrDefault(finding, finding.severity());
    }
}
