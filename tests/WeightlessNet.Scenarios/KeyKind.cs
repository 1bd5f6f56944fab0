namespace WeightlessNet.Scenarios;

/// <summary>The type of the keys of users and films.</summary>
internal enum KeyKind
{
    Text,
    Guid,
    Long,
    OwnStruct,
}
