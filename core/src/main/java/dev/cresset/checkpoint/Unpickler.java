package dev.cresset.checkpoint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pickle machine that builds data and can do nothing else.
 *
 * <p>It knows the opcodes that hold data, protocols 1 to 5. Names are compared with {@link
 * Globals}; calls are the fixed few of {@link Calls}. It works on an explicit stack, so that depth
 * costs no recursion, and books every object in a {@link Budget}.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">pickletools</a>
 */
final class Unpickler {
    private final PickleInput in;
    private final Budget budget;
    private final Calls calls;

    private final List<Value> stack = new ArrayList<>();
    private int[] marks = new int[16];
    private int markCount;
    private final Map<Long, Value> memo = new HashMap<>();

    Unpickler(PickleInput in, StorageSource storages, Budget budget) {
        this.in = in;
        this.budget = budget;
        this.calls = new Calls(in, storages, budget);
    }

    /**
     * Runs the program up to its STOP and returns the object it built, checked by {@link Nesting}.
     *
     * @throws CheckpointException if the program is broken or wants more than data
     */
    Value load() throws CheckpointException {
        while (true) {
            budget.object();
            int op = in.u1();
            if (op == '.') {
                break;
            }
            step(op);
        }
        Value root = pop();
        String fault = Nesting.fault(root);
        if (fault != null) {
            throw in.fail(fault);
        }
        return root;
    }

    private void step(int op) throws CheckpointException {
        switch (op) {
            case 0x80 -> in.u1(); // PROTO
            case 0x95 -> frame();
            case '(' -> mark();
            case '0' -> pop();
            case '1' -> popMark();
            case '2' -> push(peek());

            case 'N' -> push(Value.NoneValue.NONE);
            case 0x88 -> push(new Value.BoolValue(true));
            case 0x89 -> push(new Value.BoolValue(false));
            case 'K' -> pushInt(in.u1());
            case 'M' -> pushInt(in.u2());
            case 'J' -> pushInt(in.i4());
            case 0x8a -> push(new Value.NumberValue(in.integer(in.u1())));
            case 0x8b -> push(new Value.NumberValue(in.integer(in.i4())));
            case 'I' -> intLine();
            case 'L' -> longLine();
            case 'G' -> push(new Value.NumberValue(in.f8()));

            case 'X' -> push(new Value.StringValue(in.utf8(in.u4())));
            case 0x8c -> push(new Value.StringValue(in.utf8(in.u1())));
            case 0x8d -> push(new Value.StringValue(in.utf8(in.i8())));
            case 'U' -> push(new Value.StringValue(in.utf8(in.u1())));
            case 'T' -> push(new Value.StringValue(in.utf8(in.i4())));
            case 'B' -> push(new Value.BytesValue(in.bytes(in.u4())));
            case 'C' -> push(new Value.BytesValue(in.bytes(in.u1())));
            case 0x8e, 0x96 -> push(new Value.BytesValue(in.bytes(in.i8())));

            case ')' -> push(new Value.TupleValue(List.of()));
            case 't' -> push(new Value.TupleValue(popMark()));
            case 0x85 -> pushTuple(1);
            case 0x86 -> pushTuple(2);
            case 0x87 -> pushTuple(3);
            case ']' -> push(new Value.ListValue());
            case 'l' -> append(popMark(), push(new Value.ListValue()));
            case 'a' -> append(List.of(pop()), peek());
            case 'e' -> append(popMark(), peek());
            case '}' -> push(new Value.MapValue(false));
            case 'd' -> setItems(popMark(), push(new Value.MapValue(false)));
            case 's' -> {
                Value value = pop();
                setItems(List.of(pop(), value), peek());
            }
            case 'u' -> setItems(popMark(), peek());
            case 0x8f -> push(new Value.SetValue());
            case 0x90 -> addItems(popMark(), peek());
            case 0x91 -> addItems(popMark(), push(new Value.SetValue()));

            case 'q' -> memo.put((long) in.u1(), peek());
            case 'r' -> memo.put(in.u4(), peek());
            case 'p' -> memo.put(decimal(in.line()).longValue(), peek());
            case 0x94 -> memo.put((long) memo.size(), peek());
            case 'h' -> recall(in.u1());
            case 'j' -> recall(in.u4());
            case 'g' -> recall(decimal(in.line()).longValue());

            case 'c' -> {
                String module = in.line();
                global(module, in.line());
            }
            case 0x93 -> stackGlobal();
            case 'Q' -> push(calls.storage(pop()));
            case 'R' -> {
                Value arguments = pop();
                push(calls.call(pop(), arguments));
            }
            case 'b' -> {
                Value state = pop();
                calls.build(peek(), state);
            }
            default -> throw in.fail(refusal(op));
        }
    }

    private static String refusal(int op) {
        String name =
                switch (op) {
                    case 'i' -> "INST";
                    case 'o' -> "OBJ";
                    case 0x81 -> "NEWOBJ";
                    case 0x92 -> "NEWOBJ_EX";
                    case 0x82, 0x83, 0x84 -> "EXT";
                    case 'P' -> "PERSID";
                    default -> "";
                };
        return name.isEmpty()
                ? String.format("0x%02x is no pickle opcode that holds data", op)
                : "the pickle opcode "
                        + name
                        + " makes objects of arbitrary classes and is refused";
    }

    private Value push(Value value) {
        stack.add(value);
        return value;
    }

    private void pushInt(int value) {
        push(new Value.NumberValue((long) value));
    }

    private Value peek() throws CheckpointException {
        int floor = markCount == 0 ? 0 : marks[markCount - 1];
        if (stack.size() <= floor) {
            throw in.fail("the pickle takes from an empty stack");
        }
        return stack.getLast();
    }

    private Value pop() throws CheckpointException {
        Value top = peek();
        stack.removeLast();
        return top;
    }

    private void mark() {
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, 2 * markCount);
        }
        marks[markCount++] = stack.size();
    }

    private List<Value> popMark() throws CheckpointException {
        if (markCount == 0) {
            throw in.fail("the pickle asks for a mark that was never set");
        }
        List<Value> above = stack.subList(marks[--markCount], stack.size());
        List<Value> items = new ArrayList<>(above);
        above.clear();
        return items;
    }

    private void pushTuple(int size) throws CheckpointException {
        Value[] items = new Value[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = pop();
        }
        push(new Value.TupleValue(List.of(items)));
    }

    private void frame() throws CheckpointException {
        long length = in.i8();
        if (length < 0 || length > in.remaining()) {
            throw in.fail("a frame of " + length + " bytes goes beyond the end");
        }
    }

    private void intLine() throws CheckpointException {
        String line = in.line();
        switch (line) {
            case "00" -> push(new Value.BoolValue(false));
            case "01" -> push(new Value.BoolValue(true));
            default -> push(new Value.NumberValue(decimal(line)));
        }
    }

    private void longLine() throws CheckpointException {
        String line = in.line();
        String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
        push(new Value.NumberValue(decimal(digits)));
    }

    private BigInteger decimal(String text) throws CheckpointException {
        try {
            return new BigInteger(text);
        } catch (NumberFormatException e) {
            throw in.fail("'" + text + "' is not a decimal number");
        }
    }

    private void recall(long index) throws CheckpointException {
        Value value = memo.get(index);
        if (value == null) {
            throw in.fail("the pickle refers to object " + index + ", which it never stored");
        }
        push(value);
    }

    private void append(List<Value> items, Value list) throws CheckpointException {
        if (!(list instanceof Value.ListValue l)) {
            throw in.fail("the pickle appends to something that is not a list");
        }
        items.forEach(l::add);
    }

    private void addItems(List<Value> items, Value set) throws CheckpointException {
        if (!(set instanceof Value.SetValue s)) {
            throw in.fail("the pickle adds items to something that is not a set");
        }
        for (Value item : items) {
            s.add(calls.key(item));
        }
    }

    private void setItems(List<Value> items, Value map) throws CheckpointException {
        if (!(map instanceof Value.MapValue m)) {
            throw in.fail("the pickle sets items of something that is not a dict");
        }
        if (items.size() % 2 != 0) {
            throw in.fail("the pickle sets a key without a value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            m.put(calls.key(items.get(i)), items.get(i + 1));
        }
    }

    private void stackGlobal() throws CheckpointException {
        Value name = pop();
        Value module = pop();
        if (module instanceof Value.StringValue(String m)
                && name instanceof Value.StringValue(String n)) {
            global(m, n);
        } else {
            throw in.fail("the pickle names a global by something that is not a string");
        }
    }

    private void global(String module, String name) throws CheckpointException {
        @Nullable Value value = Globals.find(module, name);
        if (value == null) {
            throw in.fail(
                    "the file asks for the Python object "
                            + printable(module + "." + name)
                            + ", which is not on the closed list of what is read; nothing was run."
                            + " Save a state_dict() of dense tensors instead of whole objects");
        }
        push(value);
    }

    private static String printable(String s) {
        String clean = s.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 120 ? clean : clean.substring(0, 120) + "...";
    }
}
