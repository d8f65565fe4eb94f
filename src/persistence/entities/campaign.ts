import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('campaigns')
export class CampaignEntity {
  @PrimaryColumn({ type: 'uuid', name: 'workspace_id' }) workspaceId: string;
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) name: string;
  /** Grows with every change of a rule; cached rules are checked by it, so a change holds at once on every node. */
  @Column({ type: 'bigint', name: 'rules_version', default: 1 }) rulesVersion: string;
  @Column({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
}
