import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActionSource } from '../../domain/pixel';
import type { ConditionGroup, TriggerPoint } from '../../domain/pixel-rule';

@Entity('pixel_rules')
export class PixelRuleEntity {
  @PrimaryColumn({ type: 'uuid', name: 'workspace_id' }) workspaceId: string;
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'uuid', name: 'campaign_id' }) campaignId: string;
  @Column({ type: 'text' }) name: string;
  @Column({ type: 'boolean' }) enabled: boolean;
  @Column({ type: 'text' }) trigger: TriggerPoint;
  @Column({ type: 'text' }) platform: string;
  @Column({ type: 'uuid', name: 'pixel_id' }) pixelId: string;
  @Column({ type: 'text', name: 'event_name' }) eventName: string;
  @Column({ type: 'text', name: 'action_source' }) actionSource: ActionSource;
  @Column({ type: 'numeric', name: 'value_amount', nullable: true }) valueAmount: string | null;
  @Column({ type: 'text', name: 'value_currency', nullable: true }) valueCurrency: string | null;
  @Column({ type: 'boolean', name: 'fire_once' }) fireOnce: boolean;
  @Column({ type: 'jsonb', nullable: true }) conditions: ConditionGroup | null;
  @Column({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
  @Column({ type: 'timestamptz', name: 'updated_at' }) updatedAt: Date;
  @Column({ type: 'timestamptz', name: 'deleted_at', nullable: true }) deletedAt: Date | null;
}
