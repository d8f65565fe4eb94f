import type { ServiceError } from '../domain/errors';
import { notFound } from '../domain/errors';
import type { Firing } from '../domain/firing';
import type { RuleInput } from '../domain/pixel-rule';
import { eraseLead } from './erase-lead';
import { type FireInput, FirePixels, type FirePixelsDependencies } from './fire-pixels';
import { type ReportInput, ReportLeads, type ReportLeadsDependencies, type ReportResult } from './report-leads';
import { retryFiring } from './retry';
import {
  type RulePreview,
  RuleTrials,
  type RuleTrialsDependencies,
  type TestFireInput,
  type TestFireResult,
} from './rule-trials';
import { type TestFireDependencies, TestFires } from './test-fire';

export interface DispatcherDependencies
  extends ReportLeadsDependencies,
    FirePixelsDependencies,
    Omit<RuleTrialsDependencies, 'tests'>,
    TestFireDependencies {
  wake(): void;
}

/**
 * What resolvers call. Each verb has a file of its own: it checks the input, does the step, reads the answer. Mutations
 * throw ServiceError; in the plural ones each input stands alone, and `pathOf` names it in faults.
 */
export class Dispatcher {
  private readonly reports: ReportLeads;
  private readonly firings: FirePixels;
  private readonly trials: RuleTrials;

  constructor(private readonly uses: DispatcherDependencies) {
    const tests = new TestFires(uses);
    this.reports = new ReportLeads(uses);
    this.firings = new FirePixels({ ...uses, tests });
    this.trials = new RuleTrials({ ...uses, tests });
  }

  reportLeads(
    workspaceId: string,
    inputs: readonly ReportInput[],
    pathOf: (index: number) => string,
  ): Promise<(ReportResult | ServiceError)[]> {
    return this.reports.report(workspaceId, inputs, pathOf);
  }

  firePixels(
    workspaceId: string,
    inputs: readonly FireInput[],
    pathOf: (index: number) => string,
  ): Promise<(Firing | ServiceError)[]> {
    return this.firings.fire(workspaceId, inputs, pathOf);
  }

  testFire(workspaceId: string, input: TestFireInput): Promise<TestFireResult> {
    return this.trials.testFire(workspaceId, input);
  }

  previewRule(workspaceId: string, rule: RuleInput, leadId: string | null): Promise<RulePreview> {
    return this.trials.preview(workspaceId, rule, leadId);
  }

  async retryFiring(workspaceId: string, id: string): Promise<Firing> {
    await retryFiring(this.uses, await this.uses.hashKeyOf(workspaceId), workspaceId, id);
    this.uses.onChange();
    this.uses.wake();
    const [firing] = await this.uses.history.byIds(workspaceId, [id]);
    if (!firing) throw notFound('firing', 'id');
    return firing;
  }

  async eraseLead(workspaceId: string, id: string): Promise<void> {
    await eraseLead(this.uses.database, workspaceId, id);
    this.uses.onChange();
  }
}
