namespace WeightlessNet.Orleans.Grains.Internals;

/// <summary>The kinds of changes of a user.</summary>
// The numbers are part of the format of entries.
internal enum UserChangeKind : byte
{
    Learn = 1,
    Forget = 2,
    ForgetAll = 3,
    Tune = 4,
    Untune = 5,
}
