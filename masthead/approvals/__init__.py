"""Floor 5. The one approval engine: flows as versioned data, cases, steps, tasks. It knows subjects by kind and key only.

Owns: FlowVersion, Case, StepRun, Task. Words: a Case 审批单 goes through steps 审批节点; each asks people by tasks 审批任务.
"""
