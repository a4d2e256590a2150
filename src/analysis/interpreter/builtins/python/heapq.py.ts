/** Python's module `heapq`, in Python: a heap is kept as a sorted list, which is one. */

export const heapqText = `
def heapify(x):
    x.sort()
def heappush(heap, item):
    i = 0
    while i < len(heap) and not item < heap[i]:
        i += 1
    heap.insert(i, item)
def heappop(heap):
    if not heap:
        raise IndexError('index out of range')
    heap.sort()
    return heap.pop(0)
def heappushpop(heap, item):
    heappush(heap, item)
    return heappop(heap)
def heapreplace(heap, item):
    value = heappop(heap)
    heappush(heap, item)
    return value
def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:n]
def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:n]
def merge(*iterables, key=None, reverse=False):
    return iter(sorted([x for i in iterables for x in i], key=key, reverse=reverse))
`;
