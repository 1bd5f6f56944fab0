namespace WeightlessNet.StateMachines;

/// <summary>Neurons that have the same connections, so that they share their addresses.</summary>
/// <param name="Neurons">The numbers of the neurons, ascending.</param>
/// <param name="Inputs">The numbers of the neurons read as they are at this step, ascending.</param>
/// <param name="Neighbors">The numbers of the neurons read as they were at the step before, ascending.</param>
internal sealed record NeuronGroup(int[] Neurons, int[] Inputs, int[] Neighbors);
