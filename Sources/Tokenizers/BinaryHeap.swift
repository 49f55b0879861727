/// A queue that always yields its smallest element.
struct BinaryHeap<Element: Comparable> {
  private var elements: [Element] = []

  mutating func push(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard elements[child] < elements[parent] else { return }
      elements.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> Element? {
    guard let last = elements.popLast() else { return nil }
    guard let smallest = elements.first else { return last }
    elements[0] = last
    sink()
    return smallest
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = 2 * parent + 1
      guard least < elements.count else { return }
      if least + 1 < elements.count, elements[least + 1] < elements[least] { least += 1 }
      guard elements[least] < elements[parent] else { return }
      elements.swapAt(parent, least)
      parent = least
    }
  }
}
