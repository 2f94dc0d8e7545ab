package io.gondola.dsl.engine;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a class file tells about the source: its file's name (null if unknown) and the methods in the order of the file.
 *
 * @param superName the superclass's internal name; null for {@link Object} and modules
 */
record ClassSource(String superName, @Nullable String file, List<Method> methods) {
    /** The class file format, chapter 4 of the JVM specification. */
    private static final int MAGIC = 0xCAFEBABE;

    private static final int SYNTHETIC = 0x1000;

    /**
     * Reads the file of a class as {@code loader} finds it, the boot loader being null; null if there is none or it is
     * bad.
     */
    static @Nullable ClassSource read(ClassLoader loader, String internalName) {
        String path = internalName + ".class";
        try (InputStream in =
                loader == null ? ClassLoader.getSystemResourceAsStream(path) : loader.getResourceAsStream(path)) {
            return in == null ? null : new Parser(in).parse();
        } catch (IOException | RuntimeException | LinkageError e) { // a class loader is user code, too
            return null;
        }
    }

    /** A method, and the first line of its code; -1 if that is unknown. */
    record Method(int flags, String name, String descriptor, int line) {
        boolean isSynthetic() {
            return (flags & SYNTHETIC) != 0;
        }

        boolean isAbstract() {
            return Modifier.isAbstract(flags);
        }
    }

    private static final class Parser {
        private final DataInputStream in;

        @SuppressWarnings("NullAway.Init") // parse reads them first
        private String[] texts;

        @SuppressWarnings("NullAway.Init") // as above
        private int[] classNames;

        Parser(InputStream in) {
            this.in = new DataInputStream(new BufferedInputStream(in));
        }

        ClassSource parse() throws IOException {
            if (in.readInt() != MAGIC) {
                throw new IOException("not a class file");
            }
            skip(4); // version
            readConstants();
            skip(4); // flags, this class
            String superName = texts[classNames[in.readUnsignedShort()]];
            skip(2L * in.readUnsignedShort()); // interfaces
            readMembers(); // fields
            List<Method> methods = readMembers();
            return new ClassSource(superName, readSourceFile(), methods);
        }

        private void readConstants() throws IOException {
            int count = in.readUnsignedShort();
            texts = new String[count];
            classNames = new int[count];
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> texts[i] = in.readUTF();
                    case 7 -> classNames[i] = in.readUnsignedShort();
                    case 8, 16, 19, 20 -> skip(2);
                    case 15 -> skip(3);
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> skip(4);
                    case 5, 6 -> {
                        skip(8);
                        i++; // long and double take two places
                    }
                    default -> throw new IOException("bad constant tag: " + tag);
                }
            }
        }

        private List<Method> readMembers() throws IOException {
            List<Method> members = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                int flags = in.readUnsignedShort();
                String name = text();
                String descriptor = text();
                members.add(new Method(flags, name, descriptor, readLine()));
            }
            return members;
        }

        /** Reads a member's attributes, or those of its code. */
        private int readLine() throws IOException {
            int line = -1;
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                String attribute = text();
                long length = length();
                if ("Code".equals(attribute)) {
                    skip(4); // stack, locals
                    skip(length()); // code
                    skip(8L * in.readUnsignedShort()); // exception handlers
                    line = readLine();
                } else if ("LineNumberTable".equals(attribute)) {
                    line = readFirstLine();
                } else {
                    skip(length);
                }
            }
            return line;
        }

        /** The line of the first instruction that has one; the table may be in any order. */
        private int readFirstLine() throws IOException {
            int first = Integer.MAX_VALUE;
            int line = -1;
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                int instruction = in.readUnsignedShort();
                int itsLine = in.readUnsignedShort();
                if (instruction < first && itsLine > 0) {
                    first = instruction;
                    line = itsLine;
                }
            }
            return line;
        }

        private @Nullable String readSourceFile() throws IOException {
            String file = null;
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                String attribute = text();
                long length = length();
                if ("SourceFile".equals(attribute)) {
                    file = text();
                } else {
                    skip(length);
                }
            }
            return file;
        }

        private String text() throws IOException {
            return texts[in.readUnsignedShort()];
        }

        private long length() throws IOException {
            return Integer.toUnsignedLong(in.readInt());
        }

        private void skip(long n) throws IOException {
            in.skipNBytes(n);
        }
    }
}
