import type { Layout } from '../../domain/layout.ts';
import { ApiClient, type MovedCell, type RebalancedLayout } from './api-client.ts';
import { type Coloring, coloringChoices, isSameColoring } from './coloring.ts';
import { type Comparison, comparison } from './comparison.ts';
import { element } from './element.ts';
import { findLatestLayout } from './find-latest-layout.ts';
import { readFragment, writeFragment } from './fragment.ts';
import { keyForm } from './key-form.ts';
import { LayoutMap } from './layout-map.ts';
import { legend } from './legend.ts';
import { drawMovedCells } from './moved-cells.ts';
import { showNotice } from './notice.ts';
import { ProblemError } from './problem.ts';
import { type RebalanceChoice, type RebalanceRequest, rebalanceForm, showProgress } from './rebalance-form.ts';
import { standingFacts } from './standing-facts.ts';
import { readStandings, type Standings } from './standings.ts';
import { territoryCard } from './territory-card.ts';
import { territoryList } from './territory-list.ts';
import { placeCells, placeTerritories, type TerritoryPlace } from './territory-places.ts';

/** Elements of the document that the page fills. */
export interface PageParts {
  readonly map: HTMLElement;
  readonly content: HTMLElement;
  readonly notice: HTMLElement;
  readonly engine: HTMLElement;
}

interface OpenLayout {
  readonly layout: Layout;
  readonly places: ReadonlyMap<string, TerritoryPlace>;
}

/** Before anything is known of how territories stand. */
const UNKNOWN: Standings = { scores: new Map(), goals: new Map() };

/** The map page: what is open, what is selected, and what the panel shows of it. */
export class ConsolePage {
  readonly #parts: PageParts;
  readonly #layoutMap: LayoutMap;
  readonly #choice: RebalanceChoice = { sharePercent: 2 };
  #key: string | null = null;
  #open: OpenLayout | null = null;
  #selected: string | null = null;
  #coloring: Coloring = null;
  #standings: Standings = UNKNOWN;
  #comparison: Comparison | null = null;
  #legend: HTMLElement | null = null;
  #form: HTMLFormElement | null = null;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#layoutMap = new LayoutMap(parts.map, {
      origin: location.origin,
      headers: () => this.#api.headers,
      onSelect: (territoryId) => this.#select(territoryId),
    });
    addEventListener('hashchange', () => void this.openAddress());
    addEventListener('keydown', ({ key }) => {
      if (key === 'Escape' && this.#selected !== null) this.#select(null);
    });
  }

  /** The MapLibre map. */
  get map() {
    return this.#layoutMap.map;
  }

  /** Opens what the address's fragment names; asks for a key where it has none. */
  async openAddress(): Promise<void> {
    const { key, layoutId } = readFragment(location.hash);
    this.#key = key;
    if (key === null) return this.#askForKey();
    if (layoutId !== null && layoutId === this.#open?.layout.layoutId) return;
    await this.#guard(async () => {
      const found = layoutId ?? (await findLatestLayout(this.#api));
      if (found === null) return this.#sayNoLayout();
      await this.#openLayout(found);
      if (layoutId === null) this.#address(found, 'replace');
    });
  }

  get #api(): ApiClient {
    return new ApiClient(location.origin, this.#key ?? '');
  }

  async #openLayout(layoutId: string): Promise<void> {
    if (this.#open === null) this.#say('Loading the layout…');
    const [layout, { territories }] = await Promise.all([
      this.#api.get<Layout>(`/v1/layouts/${layoutId}`),
      this.#api.get<{ territories: { id: string; cells: string[] }[] }>(
        `/v1/layouts/${layoutId}/territories?include=cells`,
      ),
    ]);
    const first = this.#open === null;
    const compared = this.#comparison;
    if (![compared?.before.layoutId, compared?.after.layoutId].includes(layout.layoutId)) this.#comparison = null;
    this.#open = { layout, places: placeTerritories(territories) };
    this.#parts.engine.textContent = layout.engine.replace(/^hexalign-optimizer ([^+]*).*$/, 'v$1');
    this.#parts.engine.title = layout.engine;
    await this.#layoutMap.show(layout, this.#open.places);
    this.#standings = UNKNOWN;
    await this.#layoutMap.colorBy(layout, this.#shownColoring(layout), UNKNOWN);
    await this.#showMoves();
    if (first) this.#layoutMap.fitAll(this.#open.places);
    this.#draw();
    void this.#showStandings(layout);
  }

  /** Shows how the territories stand once that is known: the map does not wait for it. */
  async #showStandings(layout: Layout): Promise<void> {
    await this.#layoutMap.atRest();
    if (this.#open?.layout !== layout) return;
    const standings = await readStandings(this.#api, layout);
    if (this.#open?.layout !== layout || standings.scores.size === 0) return;
    this.#standings = standings;
    if (this.#coloring !== null) await this.#layoutMap.colorBy(layout, this.#shownColoring(layout), standings);
    this.#drawLegend(layout);
    // Not all of it, which would take the focus.
    const card = this.#parts.content.querySelector('.standings');
    if (this.#selected !== null) card?.replaceChildren(...standingFacts(standings, this.#selected));
  }

  /** What was chosen, where it can be said of this layout. */
  #shownColoring(layout: Layout): Coloring {
    const choices = coloringChoices(layout, this.#standings);
    return choices.some(({ coloring }) => isSameColoring(coloring, this.#coloring)) ? this.#coloring : null;
  }

  #select(territoryId: string | null): void {
    if (this.#open === null || territoryId === this.#selected) return;
    const before = this.#selected;
    this.#selected = territoryId;
    this.#draw();
    void this.#layoutMap.select(territoryId);
    const bounds = territoryId === null ? undefined : this.#open.places.get(territoryId)?.bounds;
    const fromPanel = this.#parts.content.contains(document.activeElement) || document.activeElement === document.body;
    if (bounds !== undefined && fromPanel) this.#layoutMap.fit(bounds);
    if (!fromPanel) return;
    const focus = territoryId === null ? `[data-territory="${before}"]` : '#territory-name';
    this.#parts.content.querySelector<HTMLElement>(focus)?.focus();
  }

  async #rebalance(request: RebalanceRequest): Promise<void> {
    const open = this.#open;
    const form = this.#form;
    if (open === null || form === null) return;
    showProgress(form, 0, 'starting');
    await this.#guard(async () => {
      const after = await this.#api.solve<RebalancedLayout>(
        `/v1/layouts/${open.layout.layoutId}/rebalance`,
        request,
        (progress, phase) => showProgress(form, progress, phase),
      );
      this.#comparison = { before: open.layout, after };
      await this.#openLayout(after.layoutId);
      this.#address(after.layoutId, 'push');
      this.#parts.content.querySelector('#comparison')?.scrollIntoView({ block: 'start' });
    });
    showProgress(form, null);
  }

  #draw(): void {
    if (this.#open === null) return;
    const { layout } = this.#open;
    const territory = layout.territories.find(({ id }) => id === this.#selected);
    if (this.#form === null || this.#form.dataset.layoutId !== layout.layoutId) {
      this.#form = rebalanceForm(layout, this.#choice, (request) => void this.#rebalance(request));
      this.#form.dataset.layoutId = layout.layoutId;
    }
    this.#parts.content.replaceChildren(
      ...(this.#comparison === null ? [] : [this.#drawComparison(this.#comparison, layout)]),
      territory === undefined
        ? territoryList(layout, (id) => this.#select(id))
        : territoryCard(layout, territory, this.#beforeOf(layout), this.#standings, (id) => this.#select(id)),
      this.#form,
    );
    this.#drawLegend(layout);
  }

  /** The layout that is compared with this one as its outcome. */
  #beforeOf({ layoutId }: Layout): Layout | null {
    return this.#comparison?.after.layoutId === layoutId ? this.#comparison.before : null;
  }

  #drawComparison(compared: Comparison, shown: Layout): HTMLElement {
    return comparison(compared, shown, {
      onSide: (layout) => {
        this.#address(layout.layoutId, 'push');
        void this.#guard(() => this.#openLayout(layout.layoutId));
      },
      onFlow: (cells: readonly MovedCell[]) => this.#layoutMap.fit(placeCells(cells.map(({ cell }) => cell)).bounds),
      onClose: () => {
        this.#comparison = null;
        void this.#showMoves();
        this.#draw();
      },
    });
  }

  #drawLegend(layout: Layout): void {
    const drawn = legend(layout, this.#standings, this.#shownColoring(layout), (coloring) => {
      this.#coloring = coloring;
      void this.#layoutMap.colorBy(layout, coloring, this.#standings);
      this.#drawLegend(layout);
    });
    const isFocused = this.#legend?.contains(document.activeElement) ?? false;
    this.#legend?.remove();
    this.#legend = drawn;
    this.#parts.map.append(drawn);
    if (isFocused) drawn.querySelector('select')?.focus();
  }

  #showMoves(): Promise<void> {
    const after = this.#comparison?.after;
    const metric = after?.rebalance?.budget.metric ?? 'accounts';
    return this.#layoutMap.showMoves(after === undefined ? null : drawMovedCells(after.moves, metric));
  }

  #askForKey(): void {
    this.#parts.content.replaceChildren(keyForm((key) => (location.hash = writeFragment({ key, layoutId: null }))));
  }

  #sayNoLayout(): void {
    this.#say('This workspace has no layout yet. POST /v1/plans/{planId}/layouts makes one.');
  }

  #say(text: string): void {
    this.#parts.content.replaceChildren(element('p', { class: 'quiet', role: 'status' }, text));
  }

  #address(layoutId: string, how: 'push' | 'replace'): void {
    const fragment = writeFragment({ key: this.#key, layoutId });
    if (fragment === location.hash) return;
    if (how === 'push') history.pushState(null, '', fragment);
    else history.replaceState(null, '', fragment);
  }

  async #guard(work: () => Promise<void> | void): Promise<void> {
    showNotice(this.#parts.notice, null);
    try {
      await work();
    } catch (error) {
      showNotice(this.#parts.notice, error);
      if (this.#open === null) {
        this.#askForKey();
        if (!(error instanceof ProblemError)) throw error;
      }
    }
  }
}
