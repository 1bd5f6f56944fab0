namespace WeightlessNet.StateMachines;

/// <summary>Why a neuron of a <see cref="StateMachine"/> fired, or did not fire, at the last step: the rule that decided it.</summary>
/// <remarks>The rules from <see cref="Exact"/> on are tried in this order; the first that has a majority decides.</remarks>
public enum FiringRule
{
    /// <summary>The machine has made no step since it was made or reset.</summary>
    None,

    /// <summary>The neuron was told: it is an input or control neuron, or the step taught it.</summary>
    Control,

    /// <summary>Most of the remembered lessons of this very address say so.</summary>
    Exact,

    /// <summary>Most of the remembered lessons at the smallest discriminative distance say so.</summary>
    Discriminative,

    /// <summary>Most of the remembered lessons at the smallest Hamming distance say so.</summary>
    Hamming,

    /// <summary>Memory says nothing, or as much for as against: a bit drawn from the seed, the neuron and its address.</summary>
    Tie,
}
