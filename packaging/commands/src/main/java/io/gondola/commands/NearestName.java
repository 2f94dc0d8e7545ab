package io.gondola.commands;

import io.vavr.collection.Seq;
import io.vavr.control.Option;

/** Guesses which name was meant by a mistyped one. */
public final class NearestName {
    private NearestName() {}

    /** The name that takes the fewest typing errors, if it takes no more than a third of its letters. */
    public static Option<String> to(String typed, Seq<String> names) {
        return names.minBy(name -> distance(typed, name)).filter(name -> distance(typed, name) * 3 <= name.length());
    }

    /** How many letters must be added, dropped or replaced to turn one word into the other (Levenshtein). */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[to.length()];
    }
}
