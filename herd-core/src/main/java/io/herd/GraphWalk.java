package io.herd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One depth-first walk over a graph of numbered nodes, without recursion, so that its depth is not
 * bounded by the stack. Finds components, articulation points and bridges by Tarjan's low-links:
 * the lowest entry number that a node's subtree reaches by one edge outside of the tree. Used by
 * one thread.
 */
final class GraphWalk {

  private final int[][] links;
  private final int[] component;
  private final int[] entered;
  private final int[] low;
  private final int[] parent;
  private final int[] next;
  private final boolean[] articulation;
  private final List<int[]> bridges = new ArrayList<>();
  private int clock;

  /**
   * A walk not yet made.
   *
   * @param links for each node the nodes it is joined to, in both directions, each once
   */
  GraphWalk(int[][] links) {
    this.links = links;
    component = new int[links.length];
    entered = new int[links.length];
    low = new int[links.length];
    parent = new int[links.length];
    next = new int[links.length];
    articulation = new boolean[links.length];
    Arrays.fill(component, -1);
    Arrays.fill(parent, -1);
  }

  /** Walks all of it. */
  void run() {
    int components = 0;
    for (int root = 0; root < links.length; root++) {
      if (component[root] < 0) {
        walk(root, components++);
      }
    }
  }

  private void walk(int root, int number) {
    int childrenOfRoot = 0;
    int node = root;
    enter(node, number);
    while (node >= 0) {
      if (next[node] < links[node].length) {
        int to = links[node][next[node]++];
        if (component[to] < 0) {
          parent[to] = node;
          enter(to, number);
          childrenOfRoot += node == root ? 1 : 0;
          node = to;
        } else if (to != parent[node]) {
          low[node] = Math.min(low[node], entered[to]);
        }
      } else {
        leave(node, root);
        node = parent[node];
      }
    }
    articulation[root] = childrenOfRoot > 1;
  }

  private void enter(int node, int number) {
    component[node] = number;
    entered[node] = clock;
    low[node] = clock;
    clock++;
  }

  private void leave(int node, int root) {
    int above = parent[node];
    if (above < 0) {
      return;
    }
    low[above] = Math.min(low[above], low[node]);
    if (low[node] > entered[above]) {
      bridges.add(new int[] {above, node});
    }
    if (above != root && low[node] >= entered[above]) {
      articulation[above] = true;
    }
  }

  /** The number of the node's component: components are numbered by their smallest node. */
  int component(int node) {
    return component[node];
  }

  /** Whether the node's loss parts its component. */
  boolean isArticulationPoint(int node) {
    return articulation[node];
  }

  /** The edges whose loss parts their component, as pairs of nodes. */
  List<int[]> bridges() {
    return bridges;
  }

  /** The longest of the shortest ways between nodes that reach each other. */
  int diameter() {
    int longest = 0;
    int[] distance = new int[links.length];
    int[] queue = new int[links.length];
    for (int start = 0; start < links.length; start++) {
      Arrays.fill(distance, -1);
      int tail = 0;
      distance[start] = 0;
      queue[tail++] = start;
      for (int head = 0; head < tail; head++) {
        for (int to : links[queue[head]]) {
          if (distance[to] < 0) {
            distance[to] = distance[queue[head]] + 1;
            longest = Math.max(longest, distance[to]);
            queue[tail++] = to;
          }
        }
      }
    }
    return longest;
  }
}
