namespace WeightlessNet.StateMachines;

/// <summary>The rule that decided whether a neuron of a <see cref="StateMachine"/> fired at the last step.</summary>
/// <remarks>The rules from <see cref="Exact"/> on are tried in this order; the first that has a majority decides.</remarks>
// The numbers are part of the snapshot format.
public enum FiringRule
{
    /// <summary>The machine has made no step since it was created or reset.</summary>
    None = 0,

    /// <summary>The neuron was set: it is an input or control neuron, or the step taught it.</summary>
    Control = 1,

    /// <summary>The majority of the lessons at exactly this address.</summary>
    Exact = 2,

    /// <summary>The majority of the lessons at the smallest discriminative distance.</summary>
    Discriminative = 3,

    /// <summary>The majority of the lessons at the smallest Hamming distance.</summary>
    Hamming = 4,

    /// <summary>There is no lesson, or a tie under all rules: a bit drawn from the seed, the neuron and its address.</summary>
    Tie = 5,
}
