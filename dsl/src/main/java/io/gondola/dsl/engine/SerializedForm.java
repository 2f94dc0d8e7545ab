package io.gondola.dsl.engine;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * Asks a lambda for its serialized form, and serializes nothing.
 *
 * <p>The form comes from a private method {@code writeReplace}, which the JVM adds to serializable lambdas. Only the
 * JDK may call it if the lambda's module is not open; so this begins to write the lambda, keeps what the method
 * answers, and writes null instead. The captured objects are not looked at, and may be of any kind.
 */
final class SerializedForm extends ObjectOutputStream {
    private @Nullable SerializedLambda form;

    private SerializedForm() throws IOException {
        super(OutputStream.nullOutputStream());
        enableReplaceObject(true);
    }

    /**
     * The form of {@code lambda}, which must be a lambda: the method may be anything in a user's class; null if it has
     * none.
     */
    static @Nullable SerializedLambda of(Object lambda) throws IOException {
        if (!(lambda instanceof Serializable)) {
            return null;
        }
        try (SerializedForm out = new SerializedForm()) {
            out.writeObject(lambda);
            return out.form;
        }
    }

    @Override
    protected @Nullable Object replaceObject(Object written) {
        if (written instanceof SerializedLambda s) {
            form = s;
        }
        return null;
    }
}
