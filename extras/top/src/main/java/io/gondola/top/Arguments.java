package io.gondola.top;

/** What the command line says. */
record Arguments(String target, double every, boolean once, boolean plain, boolean untilClosed, boolean help) {
    private static final double EVERY = 2;
    private static final double LEAST = 0.1;
    private static final double MOST = 3_600;

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it makes no sense
     */
    static Arguments parse(String... words) {
        String target = null;
        double every = EVERY;
        boolean once = false;
        boolean plain = false;
        boolean untilClosed = false;
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--help", "-h" -> {
                    return new Arguments("", every, once, plain, untilClosed, true);
                }
                case "--once" -> once = true;
                case "--plain" -> plain = true;
                case "--until-closed" -> untilClosed = true;
                case "--every" -> {
                    if (++i == words.length) {
                        throw new IllegalArgumentException("--every needs a number of seconds");
                    }
                    every = seconds(words[i]);
                }
                default -> {
                    if (words[i].startsWith("-")) {
                        throw new IllegalArgumentException("there is no such option: " + words[i]);
                    }
                    if (target != null) {
                        throw new IllegalArgumentException("one PID or HOST:PORT is enough: " + words[i]);
                    }
                    target = words[i];
                }
            }
        }
        if (target == null) {
            throw new IllegalArgumentException("a PID or HOST:PORT is missing");
        }
        return new Arguments(target, every, once, plain, untilClosed, false);
    }

    private static double seconds(String text) {
        double n;
        try {
            n = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--every must be a number of seconds: " + text, e);
        }
        if (n >= LEAST && n <= MOST) {
            return n;
        }
        throw new IllegalArgumentException("--every must be from 0.1 to 3600 seconds: " + text);
    }
}
