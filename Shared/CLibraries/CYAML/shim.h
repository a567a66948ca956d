#pragma once
#include <yaml.h>

// What an event holds is a union of anonymous structs, one for each type of event. These read the arms that the reader asks for, each only for
// events of its type.

static inline const unsigned char *cairn_yaml_scalar(const yaml_event_t *event, size_t *length) {
    *length = event->data.scalar.length;
    return event->data.scalar.value;
}

static inline int cairn_yaml_scalar_is_plain(const yaml_event_t *event) {
    return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

static inline int cairn_yaml_has_anchor(const yaml_event_t *event) {
    switch (event->type) {
    case YAML_SCALAR_EVENT: return event->data.scalar.anchor != NULL;
    case YAML_SEQUENCE_START_EVENT: return event->data.sequence_start.anchor != NULL;
    case YAML_MAPPING_START_EVENT: return event->data.mapping_start.anchor != NULL;
    default: return 0;
    }
}

static inline int cairn_yaml_has_tag(const yaml_event_t *event) {
    switch (event->type) {
    case YAML_SCALAR_EVENT: return event->data.scalar.tag != NULL;
    case YAML_SEQUENCE_START_EVENT: return event->data.sequence_start.tag != NULL;
    case YAML_MAPPING_START_EVENT: return event->data.mapping_start.tag != NULL;
    default: return 0;
    }
}
