namespace WeightlessNet.StateMachines;

/// <summary>The rule that decided whether a neuron of a <see cref="StateMachine"/> fired at the last step.</summary>
/// <remarks>The rules from <see cref="Exact"/> on are tried in this order; the first that has a majority decides.</remarks>
public enum FiringRule
{
    /// <summary>The machine has made no step since it was created or reset.</summary>
    None,

    /// <summary>The neuron was set: it is an input or control neuron, or the step taught it.</summary>
    Control,

    /// <summary>The majority of the lessons at exactly this address.</summary>
    Exact,

    /// <summary>The majority of the lessons at the smallest discriminative distance.</summary>
    Discriminative,

    /// <summary>The majority of the lessons at the smallest Hamming distance.</summary>
    Hamming,

    /// <summary>There is no lesson, or a tie under all rules: a bit drawn from the seed, the neuron and its address.</summary>
    Tie,
}
