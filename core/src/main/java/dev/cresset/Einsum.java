package dev.cresset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Einstein's sums: operands are brought to one order of labels and multiplied pairwise. */
final class Einsum {
    private static final int ELLIPSIS = 1000; // labels of "..." count from here

    private final String equation;

    private Einsum(String equation) {
        this.equation = equation;
    }

    /** A tensor and the label of each of its dimensions. */
    private record Labelled(Tensor x, List<Integer> labels) {}

    static Tensor of(String equation, Tensor... operands) {
        return new Einsum(equation).run(operands);
    }

    private Tensor run(Tensor... operands) {
        String text = equation.replace(" ", "");
        int arrow = text.indexOf("->");
        String left = arrow < 0 ? text : text.substring(0, arrow);
        String[] terms = left.split(",", -1);
        if (terms.length != operands.length || operands.length == 0) {
            throw wrong(terms.length + " terms for " + operands.length + " operands");
        }
        int broad = 0;
        for (int i = 0; i < terms.length; i++) {
            if (terms[i].contains("...")) {
                broad = Math.max(broad, operands[i].dim() - terms[i].length() + 3);
            }
        }
        List<Labelled> rest = new ArrayList<>();
        for (int i = 0; i < terms.length; i++) {
            rest.add(diagonals(operands[i], labels(terms[i], operands[i].dim(), broad)));
        }
        List<Integer> out =
                arrow < 0 ? implied(terms, broad) : labels(text.substring(arrow + 2), -1, broad);
        check(out, rest);
        if (rest.size() == 1) {
            return summed(rest.getFirst(), out);
        }
        boolean contracts = rest.stream().anyMatch(o -> !out.containsAll(o.labels));
        Labelled sum = reduce(rest.removeFirst(), rest, out);
        while (!rest.isEmpty()) {
            Labelled next = rest.removeFirst();
            sum = multiply(sum, reduce(next, List.of(sum), wanted(rest, out)), wanted(rest, out));
        }
        Tensor product = ordered(sum, out);
        /* As in PyTorch, what is summed leaves by a view at the end: the result is one. */
        return contracts ? product.view(product.shape().toArray()) : product;
    }

    /** One operand: the result's labels first, then the sum over the others. */
    private static Tensor summed(Labelled o, List<Integer> out) {
        List<Integer> order = new ArrayList<>(out);
        o.labels.stream().filter(l -> !out.contains(l)).forEach(order::add);
        Tensor x = permuted(o, order);
        int[] gone = IntStream.range(out.size(), order.size()).toArray();
        return gone.length == 0 ? x : x.sum(gone, false, x.dtype());
    }

    private List<Integer> labels(String term, int rank, int broad) {
        List<Integer> out = new ArrayList<>();
        int dots = term.indexOf("...");
        int own = rank < 0 ? broad : rank - term.length() + 3;
        for (int i = 0; i < term.length(); i++) {
            if (i == dots) {
                for (int k = Math.max(own, 0); k > 0; k--) {
                    out.add(ELLIPSIS + k);
                }
                i += 2;
            } else if (Character.isLetter(term.charAt(i)) && term.charAt(i) < 128) {
                out.add((int) term.charAt(i));
            } else {
                throw wrong("'" + term.charAt(i) + "' is no letter");
            }
        }
        if (rank >= 0 && out.size() != rank) {
            throw wrong("'" + term + "' for an operand of " + rank + " dimensions");
        }
        return out;
    }

    private static List<Integer> implied(String[] terms, int broad) {
        List<Integer> out = new ArrayList<>();
        for (int k = broad; k > 0; k--) {
            out.add(ELLIPSIS + k);
        }
        String all = String.join("", terms);
        all.chars()
                .filter(Character::isLetter)
                .filter(c -> all.indexOf(c) == all.lastIndexOf(c))
                .sorted()
                .forEach(out::add);
        return out;
    }

    private void check(List<Integer> out, List<Labelled> operands) {
        for (int i = 0; i < out.size(); i++) {
            Integer label = out.get(i);
            if (out.lastIndexOf(label) != i
                    || operands.stream().noneMatch(o -> o.labels.contains(label))) {
                throw wrong("the result's label '" + (char) (int) label + "' is repeated or new");
            }
        }
        for (Labelled o : operands) {
            for (int d = 0; d < o.labels.size(); d++) {
                for (Labelled p : operands) {
                    int e = p.labels.indexOf(o.labels.get(d));
                    int a = o.x.size(d);
                    int b = e < 0 ? a : p.x.size(e);
                    if (a != b && a != 1 && b != 1) {
                        throw wrong(
                                "sizes of '"
                                        + (char) (int) o.labels.get(d)
                                        + "' differ: "
                                        + a
                                        + " and "
                                        + b);
                    }
                }
            }
        }
    }

    /** A label that occurs twice in a term takes the diagonal. */
    private Labelled diagonals(Tensor operand, List<Integer> labels) {
        Tensor x = operand;
        List<Integer> left = new ArrayList<>(labels);
        for (int i = 0; i < left.size(); i++) {
            int j = left.lastIndexOf(left.get(i));
            while (j > i) {
                if (x.size(i) != x.size(j)) {
                    throw wrong("a repeated label has sizes " + x.size(i) + " and " + x.size(j));
                }
                x = x.diagonal(0, i, j).movedim(-1, i);
                left.subList(j, j + 1).clear();
                j = left.lastIndexOf(left.get(i));
            }
        }
        return new Labelled(x, left);
    }

    private static List<Integer> wanted(List<Labelled> rest, List<Integer> out) {
        List<Integer> all = new ArrayList<>(out);
        rest.forEach(r -> all.addAll(r.labels));
        return all;
    }

    /** Sums over the labels that neither other operands nor the result have. */
    private static Labelled reduce(Labelled o, List<Labelled> others, List<Integer> out) {
        List<Integer> wanted = wanted(others, out);
        List<Integer> kept = new ArrayList<>();
        List<Integer> gone = new ArrayList<>();
        for (int d = 0; d < o.labels.size(); d++) {
            if (wanted.contains(o.labels.get(d))) {
                kept.add(o.labels.get(d));
            } else {
                gone.add(d);
            }
        }
        if (gone.isEmpty()) {
            return o;
        }
        int[] dims = gone.stream().mapToInt(i -> i).toArray();
        return new Labelled(o.x.sum(dims, false, o.x.dtype()), kept);
    }

    /** Multiplies as batches of matrices: shared and kept, left only, summed, right only. */
    private static Labelled multiply(Labelled a, Labelled b, List<Integer> wanted) {
        List<Integer> batch = new ArrayList<>();
        List<Integer> left = new ArrayList<>();
        List<Integer> summed = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        for (Integer label : a.labels) {
            if (!b.labels.contains(label)) {
                left.add(label);
            } else if (wanted.contains(label)) {
                batch.add(label);
            } else {
                summed.add(label);
            }
        }
        b.labels.stream().filter(l -> !a.labels.contains(l)).forEach(right::add);
        if (summed.isEmpty()) {
            return elementwise(a, b, wanted);
        }
        int[] sizes = new int[batch.size() + left.size() + right.size()];
        int at = 0;
        for (List<Integer> part : List.of(batch, left, right)) {
            for (Integer label : part) {
                sizes[at++] = Math.max(size(a, label), size(b, label));
            }
        }
        Tensor x = matrices(a, b, batch, left, summed);
        Tensor y = matrices(b, a, batch, summed, right);
        Tensor product = x.bmm(y).reshape(sizes);
        List<Integer> labels = new ArrayList<>(batch);
        labels.addAll(left);
        labels.addAll(right);
        return new Labelled(product, labels);
    }

    /** Multiplies where nothing is summed, in the order of the labels that are wanted. */
    private static Labelled elementwise(Labelled a, Labelled b, List<Integer> wanted) {
        List<Integer> labels =
                wanted.stream()
                        .distinct()
                        .filter(l -> a.labels.contains(l) || b.labels.contains(l))
                        .toList();
        return new Labelled(aligned(a, labels).mul(aligned(b, labels)), labels);
    }

    private static Tensor aligned(Labelled o, List<Integer> labels) {
        Tensor x = ordered(o, labels.stream().filter(o.labels::contains).toList());
        for (int d = 0; d < labels.size(); d++) {
            x = o.labels.contains(labels.get(d)) ? x : x.unsqueeze(d);
        }
        return x;
    }

    private static int size(Labelled o, Integer label) {
        int d = o.labels.indexOf(label);
        return d < 0 ? 1 : o.x.size(d);
    }

    /** The operand as (batch, rows, columns), with sizes of 1 stretched to the other operand's. */
    private static Tensor matrices(
            Labelled o,
            Labelled other,
            List<Integer> batch,
            List<Integer> rows,
            List<Integer> columns) {
        List<Integer> order = new ArrayList<>(batch);
        order.addAll(rows);
        order.addAll(columns);
        int[] dims = order.stream().mapToInt(o.labels::indexOf).toArray();
        int[] sizes =
                order.stream()
                        .mapToInt(l -> size(o, l) == 1 ? size(other, l) : size(o, l))
                        .toArray();
        int[] three = {1, 1, 1};
        for (int i = 0; i < sizes.length; i++) {
            int part = i < batch.size() ? 0 : i < batch.size() + rows.size() ? 1 : 2;
            three[part] *= sizes[i];
        }
        return o.x.permute(dims).expand(sizes).reshape(three);
    }

    private static Tensor ordered(Labelled o, List<Integer> out) {
        return o.labels.equals(out) ? o.x : permuted(o, out);
    }

    private static Tensor permuted(Labelled o, List<Integer> out) {
        return o.x.permute(out.stream().mapToInt(o.labels::indexOf).toArray());
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("einsum(\"" + equation + "\"): " + why);
    }
}
