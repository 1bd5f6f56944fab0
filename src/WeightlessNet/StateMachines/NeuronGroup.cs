namespace WeightlessNet.StateMachines;

/// <summary>Neurons that have the same connections and therefore share their addresses.</summary>
/// <param name="Neurons">The numbers of the neurons, ascending.</param>
/// <param name="Inputs">The numbers of the neurons read at the current step, ascending.</param>
/// <param name="Neighbors">The numbers of the neurons read at the previous step, ascending.</param>
internal sealed record NeuronGroup(int[] Neurons, int[] Inputs, int[] Neighbors);
