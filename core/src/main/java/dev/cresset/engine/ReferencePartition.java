package dev.cresset.engine;

/**
 * Partial orderings that leave equal elements where PyTorch leaves them: which of several equal
 * elements is picked follows from the algorithm.
 */
final class ReferencePartition {
    /*
     * PyTorch's topk calls std::partial_sort if k * 64 <= n, else std::nth_element and std::sort on the
     * first k - 1; these are the algorithms of libstdc++ (bits/stl_algo.h, bits/stl_heap.h), without the
     * fallbacks that only adversarial inputs reach. kthvalue is ATen's quick_select_template
     * (native/SortingUtils.h).
     */
    private static final int INSERTION = 16;

    private final int[] a;
    private final Before before;

    /** Whether element i comes before element j. */
    interface Before {
        boolean test(int i, int j);
    }

    private ReferencePartition(int n, Before before) {
        this.a = new int[n];
        for (int i = 0; i < n; i++) {
            a[i] = i;
        }
        this.before = before;
    }

    /** Returns the indices of the first k of n elements, in order. */
    static int[] first(int n, int k, Before before) {
        ReferencePartition p = new ReferencePartition(n, before);
        if (k > 0 && k * 64L <= n) {
            p.heapSelect(k);
            p.sortHeap(k);
        } else if (k > 0) {
            p.nthElement(k - 1);
            p.sort(k - 1);
        }
        return java.util.Arrays.copyOf(p.a, k);
    }

    /** Returns the index of the k-th element, counted from 0, where {@code after} is the order. */
    static int kth(int n, int k, Before after) {
        ReferencePartition p = new ReferencePartition(n, after);
        p.quickSelect(k);
        return p.a[k];
    }

    private boolean less(int i, int j) {
        return before.test(a[i], a[j]);
    }

    private void swap(int i, int j) {
        int t = a[i];
        a[i] = a[j];
        a[j] = t;
    }

    // ---- ATen

    private void quickSelect(int k) {
        int left = 0;
        int right = a.length - 1;
        while (right > left) {
            if (right == left + 1) {
                if (less(left, right)) {
                    swap(left, right);
                }
                return;
            }
            swap(left + (right - left) / 2, left + 1);
            if (less(left + 1, right)) {
                swap(left + 1, right);
            }
            if (less(left, right)) {
                swap(left, right);
            }
            if (less(left + 1, left)) {
                swap(left + 1, left);
            }
            int i = left + 1;
            int j = right;
            while (true) {
                do {
                    i++;
                } while (less(left, i));
                do {
                    j--;
                } while (less(j, left));
                if (j < i) {
                    break;
                }
                swap(i, j);
            }
            swap(left, j);
            if (j <= k) {
                left = i;
            }
            if (j >= k) {
                right = j - 1;
            }
        }
    }

    // ---- libstdc++

    private void nthElement(int nth) {
        int first = 0;
        int last = a.length;
        while (last - first > 3) {
            int cut = partition(first, last);
            if (cut <= nth) {
                first = cut;
            } else {
                last = cut;
            }
        }
        insertionSort(first, last);
    }

    private void sort(int last) {
        introsort(0, last);
        if (last > INSERTION) {
            insertionSort(0, INSERTION);
            for (int i = INSERTION; i < last; i++) {
                insertUnguarded(i);
            }
        } else {
            insertionSort(0, last);
        }
    }

    private void introsort(int first, int last) {
        int end = last;
        while (end - first > INSERTION) {
            int cut = partition(first, end);
            introsort(cut, end);
            end = cut;
        }
    }

    private int partition(int first, int last) {
        medianToFirst(first, first + 1, first + (last - first) / 2, last - 1);
        int i = first + 1;
        int j = last;
        while (true) {
            while (less(i, first)) {
                i++;
            }
            j--;
            while (less(first, j)) {
                j--;
            }
            if (i >= j) {
                return i;
            }
            swap(i, j);
            i++;
        }
    }

    private void medianToFirst(int to, int x, int y, int z) {
        if (less(x, y)) {
            if (less(y, z)) {
                swap(to, y);
            } else {
                swap(to, less(x, z) ? z : x);
            }
        } else if (less(x, z)) {
            swap(to, x);
        } else {
            swap(to, less(y, z) ? z : y);
        }
    }

    private void insertionSort(int first, int last) {
        for (int i = first + 1; i < last; i++) {
            if (less(i, first)) {
                int v = a[i];
                System.arraycopy(a, first, a, first + 1, i - first);
                a[first] = v;
            } else {
                insertUnguarded(i);
            }
        }
    }

    private void insertUnguarded(int at) {
        int v = a[at];
        int i = at;
        while (i > 0 && before.test(v, a[i - 1])) {
            a[i] = a[i - 1];
            i--;
        }
        a[i] = v;
    }

    private void heapSelect(int k) {
        if (k > 1) {
            for (int parent = (k - 2) / 2; parent >= 0; parent--) {
                adjust(parent, k, a[parent]);
            }
        }
        for (int i = k; i < a.length; i++) {
            if (less(i, 0)) {
                int v = a[i];
                a[i] = a[0];
                adjust(0, k, v);
            }
        }
    }

    private void sortHeap(int k) {
        for (int last = k - 1; last > 0; last--) {
            int v = a[last];
            a[last] = a[0];
            adjust(0, last, v);
        }
    }

    private void adjust(int top, int length, int v) {
        int hole = top;
        int child = hole;
        while (child < (length - 1) / 2) {
            child = 2 * (child + 1);
            if (less(child, child - 1)) {
                child--;
            }
            a[hole] = a[child];
            hole = child;
        }
        if (length % 2 == 0 && child == (length - 2) / 2) {
            child = 2 * child + 1;
            a[hole] = a[child];
            hole = child;
        }
        int parent = (hole - 1) / 2;
        while (hole > top && before.test(a[parent], v)) {
            a[hole] = a[parent];
            hole = parent;
            parent = (hole - 1) / 2;
        }
        a[hole] = v;
    }
}
