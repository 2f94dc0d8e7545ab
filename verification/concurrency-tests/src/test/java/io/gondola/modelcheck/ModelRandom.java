package io.gondola.modelcheck;

/** Stands for {@link java.util.concurrent.ThreadLocalRandom}. */
public final class ModelRandom {
    private static final ModelRandom INSTANCE = new ModelRandom();

    private ModelRandom() {}

    public static ModelRandom current() {
        return INSTANCE;
    }

    public int nextInt() {
        return 0;
    }
}
