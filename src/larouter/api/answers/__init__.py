"""What the control API answers, member by member; its OpenAPI document and the dashboard's types are made from it."""
