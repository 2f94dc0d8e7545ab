package io.gondola.modelcheck;

import java.util.HashMap;
import java.util.Map;

/** Loads the code that is checked, and scenarios, instrumented; everything else as usual. */
public final class ModelLoader extends ClassLoader {
    private final Instrumenter instrumenter;
    private final Map<String, Class<?>> loaded = new HashMap<>();

    ModelLoader(Mutation mutation) {
        super(ModelLoader.class.getClassLoader());
        this.instrumenter = new Instrumenter(mutation);
    }

    /** An explorer of the scenario of this name, which has a constructor without parameters. */
    static Explorer explorer(Class<? extends Scenario> scenario, Mutation mutation) throws Exception {
        Class<?> instrumented = new ModelLoader(mutation).loadClass(scenario.getName());
        var constructor = instrumented.getDeclaredConstructor();
        constructor.setAccessible(true);
        return new Explorer(() -> (Scenario) constructor.newInstance());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        String internalName = name.replace('.', '/');
        if (!Instrumenter.concerns(internalName)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> c = loaded.get(name);
            if (c == null) {
                byte[] bytes = instrumenter.instrument(internalName);
                c = defineClass(name, bytes, 0, bytes.length);
                loaded.put(name, c);
            }
            return c;
        }
    }
}
