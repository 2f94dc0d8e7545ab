package io.gondola.testkit.run;

import io.gondola.scheduler.SafeText;
import java.lang.reflect.Array;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** What variables, channels and groups hold, as text for reports: the same in each run of one schedule. */
final class Values {
    private static final int LONGEST = 60;
    private static final int MOST = 24;

    private Values() {}

    /** By name, of the variables, named channels and groups that the run used. */
    static SortedMap<String, String> of(Execution x) {
        SortedMap<String, String> values = new TreeMap<>();
        for (Shadow s : x.objects.byIndex()) {
            String value = s.value();
            boolean shown = s instanceof CellShadow || !Judge.isDefaultName(s.baseName());
            if (value != null && shown && values.size() < MOST) {
                values.put(s.name(), value);
            }
        }
        return values;
    }

    /** A value in at most 60 characters of one line. Of an object that shows nothing but its identity, the class. */
    static String text(Object value) {
        if (value == null) {
            return "null";
        }
        String name = value.getClass().getSimpleName();
        if (value.getClass().isArray()) {
            return name.substring(0, name.length() - 1) + Array.getLength(value) + "]";
        }
        String text = hasOwnText(value) ? SafeText.raw(value, name) : name;
        String line = SafeText.escaped(text.replaceAll("\\s+", " "));
        String cut = line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
        return value instanceof CharSequence ? '"' + cut + '"' : cut;
    }

    /** The text of an object that operations work on: its kind if it has no text of its own. */
    static String nameOf(Object subject) {
        return hasOwnText(subject)
                ? SafeText.of(subject)
                : subject.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static boolean hasOwnText(Object value) {
        try {
            return value.getClass().getMethod("toString").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            return true; // every class has one
        }
    }
}
