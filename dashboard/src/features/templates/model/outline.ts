/** A taxonomy as an outline: areas, below each its topics, below each its angles, by indentation. */
import type { TemplateDefinition } from "@/lib/api/templates";
import { asLine, fromLine } from "./lines";

export type Area = Extract<TemplateDefinition["taxonomy"], readonly unknown[]>[number];

const STEP = "  ";

export function toOutline(areas: readonly Area[]): string {
  const lines: string[] = [];
  for (const area of areas) {
    lines.push(asLine(area.name));
    for (const topic of area.topics) {
      lines.push(STEP + asLine(topic.name));
      for (const angle of topic.angles ?? []) lines.push(STEP + STEP + asLine(angle));
    }
  }
  return lines.join("\n");
}

export interface Outline {
  areas: Area[];
  /** What each line became, as a pointer; null for an empty line. */
  places: (string | null)[];
}

export function fromOutline(text: string): Outline {
  const areas: Area[] = [];
  let indents = { area: 0, topic: 0 };
  const places = text.split("\n").map((line) => {
    if (line.trim() === "") return null;
    const indent = line.replaceAll("\t", STEP).search(/\S/);
    const name = fromLine(line.trim());
    const area = areas.at(-1);
    const topic = area?.topics.at(-1);
    if (!area || indent <= indents.area) {
      indents = { area: indent, topic: indent };
      areas.push({ name, topics: [] });
      return `/taxonomy/${areas.length - 1}/name`;
    }
    const path = `/taxonomy/${areas.length - 1}/topics`;
    if (!topic || indent <= indents.topic) {
      indents = { ...indents, topic: indent };
      area.topics.push({ name });
      return `${path}/${area.topics.length - 1}/name`;
    }
    topic.angles = [...(topic.angles ?? []), name];
    return `${path}/${area.topics.length - 1}/angles/${topic.angles.length - 1}`;
  });
  return { areas, places };
}

/** The line (from 1) that a pointer speaks of: its own, else the first of what is around it. */
export function lineOf(text: string, pointer: string): number | null {
  const { places } = fromOutline(text);
  for (let path = pointer; path.startsWith("/taxonomy/"); path = path.slice(0, path.lastIndexOf("/"))) {
    const found = places.findIndex((place) => place !== null && (place === path || place.startsWith(`${path}/`)));
    if (found >= 0) return found + 1;
  }
  return null;
}

export function counts(areas: readonly Area[]): { areas: number; topics: number; angles: number } {
  const topics = areas.flatMap((area) => area.topics);
  return { areas: areas.length, topics: topics.length, angles: topics.reduce((sum, topic) => sum + (topic.angles?.length ?? 0), 0) };
}
